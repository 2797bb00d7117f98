package org.glassllm.solutions.l01;

import java.util.Arrays;
import org.glassllm.exercises.l01.Tasks;

/** Reference solution: rows of one length with BOS, EOS and PAD. */
public final class PadBatch implements Tasks.PadBatch {
  @Override
  public int[][] rows(int[][] texts, int length, int bos, int eos, int pad) {
    int[][] rows = new int[texts.length][length];
    for (int r = 0; r < texts.length; r++) {
      int kept = Math.min(texts[r].length, length - 2);
      Arrays.fill(rows[r], pad);
      rows[r][0] = bos;
      System.arraycopy(texts[r], 0, rows[r], 1, kept);
      rows[r][kept + 1] = eos;
    }
    return rows;
  }
}

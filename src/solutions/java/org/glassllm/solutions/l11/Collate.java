package org.glassllm.solutions.l11;

import java.util.Arrays;
import org.glassllm.exercises.l11.Tasks;

/** Reference solution: put texts of different lengths into one batch. */
public final class Collate implements Tasks.Collate {
  @Override
  public Tasks.Rows collate(int[][] ids, boolean[][] response, int pad) {
    int longest = 0;
    for (int[] text : ids) {
      longest = Math.max(longest, text.length);
    }
    int[][] inputs = new int[ids.length][longest];
    int[][] targets = new int[ids.length][longest];
    for (int r = 0; r < ids.length; r++) {
      Arrays.fill(inputs[r], pad);
      Arrays.fill(targets[r], Tasks.IGNORE);
      for (int t = 0; t < ids[r].length; t++) {
        inputs[r][t] = ids[r][t];
        if (t > 0 && response[r][t]) {
          targets[r][t - 1] = ids[r][t];
        }
      }
    }
    return new Tasks.Rows(inputs, targets);
  }
}

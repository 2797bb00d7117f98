package org.glassllm.solutions.l01;

import java.util.Map;
import java.util.TreeMap;
import org.glassllm.exercises.l01.Tasks;

/** Reference solution: find the next pair that BPE merges. */
public final class TrainOneMerge implements Tasks.TrainOneMerge {
  @Override
  public int[] bestPair(int[][] words, int[] counts) {
    Map<Long, Long> total = new TreeMap<>(); // by left id, then by right id
    for (int w = 0; w < words.length; w++) {
      for (int i = 0; i + 1 < words[w].length; i++) {
        long pair = ((long) words[w][i] << 32) + words[w][i + 1];
        total.merge(pair, (long) counts[w], Long::sum);
      }
    }
    long best = 0;
    long most = 0;
    for (Map.Entry<Long, Long> entry : total.entrySet()) {
      if (entry.getValue() > most) {
        most = entry.getValue();
        best = entry.getKey();
      }
    }
    return new int[] {(int) (best >>> 32), (int) best};
  }
}

package org.glassllm.solutions.l11;

import org.glassllm.exercises.l11.Tasks;

/** Reference solution: find the positions whose predictions the loss counts. */
public final class ResponseMask implements Tasks.ResponseMask {
  @Override
  public boolean[] counted(int[] row, int prompt, int end) {
    int last = prompt;
    while (last < row.length - 1 && row[last] != end) {
      last++;
    }
    boolean[] counted = new boolean[row.length];
    for (int t = 0; t < row.length; t++) {
      int predicted = t + 1;
      counted[t] = predicted >= prompt && predicted <= last;
    }
    return counted;
  }
}

package org.glassllm.solutions.l07;

import org.glassllm.exercises.l07.Tasks;

/** Reference solution: inputs and targets of a window. */
public final class ShiftedTargets implements Tasks.ShiftedTargets {
  @Override
  public int[][] window(int[] tokens, int start, int length) {
    int[][] window = new int[2][length];
    for (int t = 0; t < length; t++) {
      window[0][t] = tokens[start + t];
      window[1][t] = tokens[start + t + 1];
    }
    return window;
  }
}

package org.glassllm.solutions.l02;

import org.glassllm.exercises.l02.Tasks;

/** Reference solution: a penalty that grows with the distance. */
public final class AlibiBias implements Tasks.AlibiBias {
  @Override
  public double[][] bias(int tokens, int head, int heads) {
    double slope = Math.pow(2, -8.0 * (head + 1) / heads);
    double[][] bias = new double[tokens][tokens];
    for (int i = 0; i < tokens; i++) {
      for (int j = 0; j <= i; j++) {
        bias[i][j] = -slope * (i - j);
      }
    }
    return bias;
  }
}

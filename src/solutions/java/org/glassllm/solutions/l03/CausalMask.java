package org.glassllm.solutions.l03;

import org.glassllm.exercises.l03.Tasks;

/** Reference solution: hide later tokens. */
public final class CausalMask implements Tasks.CausalMask {
  @Override
  public double[][] mask(int queries, int keys) {
    double[][] mask = new double[queries][keys];
    for (int i = 0; i < queries; i++) {
      int position = i + keys - queries;
      for (int j = 0; j < keys; j++) {
        mask[i][j] = j > position ? Double.NEGATIVE_INFINITY : 0;
      }
    }
    return mask;
  }
}

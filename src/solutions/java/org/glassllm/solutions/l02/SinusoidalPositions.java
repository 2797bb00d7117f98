package org.glassllm.solutions.l02;

import org.glassllm.exercises.l02.Tasks;

/** Reference solution: the sine and cosine table. */
public final class SinusoidalPositions implements Tasks.SinusoidalPositions {
  @Override
  public double[][] table(int tokens, int dim) {
    double[][] table = new double[tokens][dim];
    for (int t = 0; t < tokens; t++) {
      for (int c = 0; c < dim; c++) {
        int pair = c / 2;
        double angle = t / Math.pow(10_000, 2.0 * pair / dim);
        table[t][c] = c % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
      }
    }
    return table;
  }
}

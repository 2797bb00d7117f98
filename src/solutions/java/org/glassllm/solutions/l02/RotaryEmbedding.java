package org.glassllm.solutions.l02;

import org.glassllm.exercises.l02.Tasks;

/** Reference solution: rotate a query or key by its position. */
public final class RotaryEmbedding implements Tasks.RotaryEmbedding {
  @Override
  public double[] rotate(double[] x, int position) {
    int half = x.length / 2;
    double[] turned = new double[x.length];
    for (int i = 0; i < half; i++) {
      int first = i;
      int second = i + half;
      double angle = position / Math.pow(10_000, 2.0 * i / x.length);
      turned[first] = x[first] * Math.cos(angle) - x[second] * Math.sin(angle);
      turned[second] = x[second] * Math.cos(angle) + x[first] * Math.sin(angle);
    }
    return turned;
  }
}

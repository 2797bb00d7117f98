package org.glassllm.solutions.l03;

import org.glassllm.exercises.l03.Tasks;

/** Reference solution: scaled dot-product attention with a causal mask. */
public final class Attention implements Tasks.Attention {
  @Override
  public double[][] attend(double[][] q, double[][] k, double[][] v) {
    int tokens = q.length;
    double scale = 1 / Math.sqrt(q[0].length);
    double[][] out = new double[tokens][v[0].length];
    for (int i = 0; i < tokens; i++) {
      int visible = i + 1;
      double[] weights = new double[visible];
      double max = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < visible; j++) {
        weights[j] = dot(q[i], k[j]) * scale;
        max = Math.max(max, weights[j]);
      }
      double sum = 0;
      for (int j = 0; j < visible; j++) {
        weights[j] = Math.exp(weights[j] - max);
        sum += weights[j];
      }
      for (int j = 0; j < visible; j++) {
        for (int d = 0; d < v[0].length; d++) {
          out[i][d] += weights[j] / sum * v[j][d];
        }
      }
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }
}

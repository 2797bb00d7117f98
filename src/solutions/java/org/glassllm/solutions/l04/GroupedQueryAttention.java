package org.glassllm.solutions.l04;

import org.glassllm.exercises.l04.Tasks;

/** Reference solution: fewer key-value heads than query heads. */
public final class GroupedQueryAttention implements Tasks.GroupedQueryAttention {
  @Override
  public double[][][] attend(double[][][] q, double[][][] k, double[][][] v) {
    int heads = q.length;
    int tokens = q[0].length;
    int width = q[0][0].length;
    double[][][] out = new double[heads][tokens][width];
    for (int h = 0; h < heads; h++) {
      int g = h / (heads / k.length);
      for (int i = 0; i < tokens; i++) {
        int visible = i + 1;
        double[] weights = new double[visible];
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < visible; j++) {
          double score = 0;
          for (int d = 0; d < width; d++) {
            score += q[h][i][d] * k[g][j][d];
          }
          weights[j] = score / Math.sqrt(width);
          max = Math.max(max, weights[j]);
        }
        double sum = 0;
        for (int j = 0; j < visible; j++) {
          weights[j] = Math.exp(weights[j] - max);
          sum += weights[j];
        }
        for (int j = 0; j < visible; j++) {
          for (int d = 0; d < width; d++) {
            out[h][i][d] += weights[j] / sum * v[g][j][d];
          }
        }
      }
    }
    return out;
  }
}

package org.glassllm.solutions.l05;

import org.glassllm.exercises.l05.Tasks;

/** Reference solution: a feed-forward layer with a gate. */
public final class SwiGlu implements Tasks.SwiGlu {
  @Override
  public double[] apply(double[] x, double[][] gate, double[][] up, double[][] down) {
    double[] opened = times(x, gate);
    double[] hidden = times(x, up);
    for (int f = 0; f < hidden.length; f++) {
      double silu = opened[f] / (1 + Math.exp(-opened[f]));
      hidden[f] = silu * hidden[f];
    }
    return times(hidden, down);
  }

  private static double[] times(double[] x, double[][] matrix) {
    double[] y = new double[matrix[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * matrix[i][j];
      }
    }
    return y;
  }
}

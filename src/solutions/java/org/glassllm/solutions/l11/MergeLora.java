package org.glassllm.solutions.l11;

import org.glassllm.exercises.l11.Tasks;

/** Reference solution: apply and merge a low-rank update. */
public final class MergeLora implements Tasks.MergeLora {
  @Override
  public double[] output(double[] x, double[][] w, double[][] a, double[][] b, double alpha) {
    double[] y = times(x, w);
    double[] update = times(times(x, a), b);
    double scale = alpha / b.length;
    for (int j = 0; j < update.length; j++) {
      y[j] += scale * update[j];
    }
    return y;
  }

  @Override
  public double[][] merge(double[][] w, double[][] a, double[][] b, double alpha) {
    double factor = alpha / b.length;
    double[][] merged = new double[w.length][];
    for (int i = 0; i < w.length; i++) {
      merged[i] = w[i].clone();
      double[] row = times(a[i], b);
      for (int j = 0; j < row.length; j++) {
        merged[i][j] += factor * row[j];
      }
    }
    return merged;
  }

  /** Returns the row vector x M. */
  private static double[] times(double[] x, double[][] m) {
    double[] y = new double[m[0].length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * m[i][j];
      }
    }
    return y;
  }
}

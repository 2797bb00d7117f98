package org.glassllm.solutions.l05;

import org.glassllm.exercises.l05.Tasks;

/** Reference solution: mean 0, variance 1. */
public final class LayerNorm implements Tasks.LayerNorm {
  @Override
  public double[] normalize(double[] x, double[] gain, double[] bias, double epsilon) {
    int n = x.length;
    double mean = 0;
    for (double value : x) {
      mean += value / n;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / n;
    }
    double[] y = new double[n];
    for (int c = 0; c < n; c++) {
      y[c] = (x[c] - mean) / Math.sqrt(variance + epsilon) * gain[c] + bias[c];
    }
    return y;
  }
}

package org.glassllm.solutions.l03;

import org.glassllm.exercises.l03.Tasks;

/** Reference solution: a softmax without overflow. */
public final class StableSoftmax implements Tasks.StableSoftmax {
  @Override
  public double[] softmax(double[] scores) {
    double shift = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      shift = Math.max(shift, score);
    }
    double[] weights = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      weights[i] = Math.exp(scores[i] - shift);
      sum += weights[i];
    }
    for (int i = 0; i < scores.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}

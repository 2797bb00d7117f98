package org.glassllm.solutions.l13;

import org.glassllm.exercises.l13.Tasks;

/** Reference solution: a step of gradient descent on a table of logits. */
public final class DpoStep implements Tasks.DpoStep {
  @Override
  public double[] step(
      double[] logits, double[] reference, int[][] wins, double beta, double learningRate) {
    double[] next = logits.clone();
    long pairs = 0;
    for (int[] row : wins) {
      for (int count : row) {
        pairs += count;
      }
    }
    for (int i = 0; i < logits.length; i++) {
      for (int j = 0; j < logits.length; j++) {
        double h = logRatio(logits, reference, i) - logRatio(logits, reference, j);
        double pull = beta * sigmoid(-beta * h) * wins[i][j] / pairs;
        next[i] += learningRate * pull;
        next[j] -= learningRate * pull;
      }
    }
    return next;
  }

  /** The softmax's normalizer is the same for all responses, so it cancels in h. */
  private static double logRatio(double[] logits, double[] reference, int i) {
    return logits[i] - Math.log(reference[i]);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}

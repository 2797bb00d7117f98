package org.glassllm.solutions.l13;

import org.glassllm.exercises.l13.Tasks;

/** Reference solution: the log-probability of a response. */
public final class SequenceLogProb implements Tasks.SequenceLogProb {
  @Override
  public double sum(double[][] logits, int[] ids, int prompt, int length) {
    double sum = 0;
    for (int t = prompt; t < length; t++) {
      double[] before = logits[t - 1];
      sum += before[ids[t]] - logSumExp(before);
    }
    return sum;
  }

  private static double logSumExp(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (double x : z) {
      max = Math.max(max, x);
    }
    double sum = 0;
    for (double x : z) {
      sum += Math.exp(x - max);
    }
    return max + Math.log(sum);
  }
}

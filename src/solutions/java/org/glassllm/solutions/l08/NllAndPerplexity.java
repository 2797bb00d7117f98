package org.glassllm.solutions.l08;

import java.util.Arrays;
import org.glassllm.exercises.l08.Tasks;

/** Reference solution: from logits to perplexity. */
public final class NllAndPerplexity implements Tasks.NllAndPerplexity {
  @Override
  public double nll(double[] logits, int label) {
    double max = Arrays.stream(logits).max().getAsDouble();
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum) - logits[label];
  }

  @Override
  public double perplexity(double[][] logits, int[] labels) {
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      total += nll(logits[i], labels[i]);
    }
    return Math.exp(total / labels.length);
  }
}

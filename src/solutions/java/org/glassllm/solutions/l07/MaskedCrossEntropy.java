package org.glassllm.solutions.l07;

import java.util.Arrays;
import org.glassllm.exercises.l07.Tasks;

/** Reference solution: the loss, without padding. */
public final class MaskedCrossEntropy implements Tasks.MaskedCrossEntropy {
  @Override
  public double loss(double[][] logits, int[] targets, int ignore) {
    double sum = 0;
    int counted = 0;
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] == ignore) {
        continue;
      }
      double max = Arrays.stream(logits[i]).max().getAsDouble();
      double exponentials = 0;
      for (double logit : logits[i]) {
        exponentials += Math.exp(logit - max);
      }
      sum += max + Math.log(exponentials) - logits[i][targets[i]];
      counted++;
    }
    return sum / counted;
  }
}

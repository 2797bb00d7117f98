package org.glassllm.solutions.l12;

import org.glassllm.exercises.l12.Tasks;

/** Reference solution: the loss of a reward model. */
public final class RewardLoss implements Tasks.RewardLoss {
  @Override
  public double of(double[] chosen, double[] rejected) {
    double sum = 0;
    for (int i = 0; i < chosen.length; i++) {
      double x = chosen[i] - rejected[i];
      sum += Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x))); // the exponent is at most 0
    }
    return sum / chosen.length;
  }
}

package org.glassllm.solutions.l12;

import org.glassllm.exercises.l12.Tasks;

/** Reference solution: generalized advantage estimation. */
public final class Gae implements Tasks.Gae {
  @Override
  public double[] advantages(double[] rewards, double[] values, double gamma, double lambda) {
    double[] advantages = new double[rewards.length];
    double next = 0;
    for (int t = rewards.length - 1; t >= 0; t--) {
      double nextValue = t + 1 < values.length ? values[t + 1] : 0;
      double error = rewards[t] + gamma * nextValue - values[t];
      next = error + gamma * lambda * next;
      advantages[t] = next;
    }
    return advantages;
  }
}

package org.glassllm.solutions.l12;

import org.glassllm.exercises.l12.Tasks;

/** Reference solution: the clipped loss of PPO and its gradient. */
public final class PpoClip implements Tasks.PpoClip {
  @Override
  public Tasks.Loss of(double[] logProbs, double[] old, double[] advantages, double epsilon) {
    int n = logProbs.length;
    double loss = 0;
    double[] gradient = new double[n];
    for (int i = 0; i < n; i++) {
      double ratio = Math.exp(logProbs[i] - old[i]);
      double clipped = Math.max(1 - epsilon, Math.min(1 + epsilon, ratio));
      double free = ratio * advantages[i];
      double limited = clipped * advantages[i];
      loss -= Math.min(free, limited) / n;
      gradient[i] = free <= limited ? -free / n : 0;
    }
    return new Tasks.Loss(loss, gradient);
  }
}

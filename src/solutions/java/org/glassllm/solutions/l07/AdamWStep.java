package org.glassllm.solutions.l07;

import org.glassllm.exercises.l07.Tasks;

/** Reference solution: one step of AdamW. */
public final class AdamWStep implements Tasks.AdamWStep {
  @Override
  public void step(
      double[] w,
      double[] g,
      double[] m,
      double[] v,
      double lr,
      double[] betas,
      double epsilon,
      double decay,
      int step) {
    for (int i = 0; i < w.length; i++) {
      m[i] = betas[0] * m[i] + (1 - betas[0]) * g[i];
      v[i] = betas[1] * v[i] + (1 - betas[1]) * g[i] * g[i];
      double mean = m[i] / (1 - Math.pow(betas[0], step));
      double square = v[i] / (1 - Math.pow(betas[1], step));
      w[i] -= lr * (mean / (Math.sqrt(square) + epsilon) + decay * w[i]);
    }
  }
}

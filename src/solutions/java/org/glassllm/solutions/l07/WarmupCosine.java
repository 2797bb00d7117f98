package org.glassllm.solutions.l07;

import org.glassllm.exercises.l07.Tasks;

/** Reference solution: warm-up, then half a cosine. */
public final class WarmupCosine implements Tasks.WarmupCosine {
  @Override
  public double rate(long step, double max, double min, long warmup, long total) {
    if (step < warmup) {
      return max * (step + 1) / warmup;
    }
    double progress = Math.min(1, (double) (step - warmup) / (total - warmup));
    return min + (max - min) * 0.5 * (1 + Math.cos(Math.PI * progress));
  }
}

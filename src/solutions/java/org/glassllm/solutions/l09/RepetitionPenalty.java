package org.glassllm.solutions.l09;

import org.glassllm.exercises.l09.Tasks;

/** Reference solution: lower the probability of generated tokens. */
public final class RepetitionPenalty implements Tasks.RepetitionPenalty {
  @Override
  public double[] penalize(double[] logits, int[] context, double penalty) {
    double[] changed = logits.clone();
    for (int id : context) {
      changed[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty;
    }
    return changed;
  }
}

package org.glassllm.solutions.l09;

import java.util.Arrays;
import org.glassllm.exercises.l09.Tasks;

/** Reference solution: keep the k most probable tokens. */
public final class TopK implements Tasks.TopK {
  @Override
  public double[] probabilities(double[] logits, int k) {
    double[] sorted = logits.clone();
    Arrays.sort(sorted);
    double least = sorted[sorted.length - k];
    double max = sorted[sorted.length - 1];
    double[] p = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      p[i] = logits[i] >= least ? Math.exp(logits[i] - max) : 0;
      sum += p[i];
    }
    for (int i = 0; i < logits.length; i++) {
      p[i] /= sum;
    }
    return p;
  }
}

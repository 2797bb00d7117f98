package org.glassllm.solutions.l04;

import org.glassllm.exercises.l04.Tasks;

/** Reference solution: count the weights of one attention layer. */
public final class AttentionParameters implements Tasks.AttentionParameters {
  @Override
  public long count(int dim, int heads, int kvHeads, boolean bias) {
    long narrow = (long) dim / heads * kvHeads;
    long outputs = dim + 2 * narrow;
    long weights = dim * outputs + (long) dim * dim;
    return bias ? weights + outputs + dim : weights;
  }
}

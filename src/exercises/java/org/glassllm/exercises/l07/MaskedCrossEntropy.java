package org.glassllm.exercises.l07;

/**
 * Computes the mean cross-entropy, in nats, over the counted positions.
 *
 * <p>The loss of a position is -log softmax(logits)[target]. A position whose target is ignore is
 * not counted, neither in the sum nor in the divisor. At least one position counts. The result must
 * be right for all finite logits.
 *
 * <p>{@code mvn test -Dtest=MaskedCrossEntropyExerciseTest} checks it.
 */
public final class MaskedCrossEntropy implements Tasks.MaskedCrossEntropy {
  /**
   * @param logits one row of V numbers for each position
   * @param targets one for each position
   * @param ignore the target of positions that are not counted
   */
  @Override
  public double loss(double[][] logits, int[] targets, int ignore) {
    throw new UnsupportedOperationException("implement me: lesson 07, MaskedCrossEntropy");
  }
}

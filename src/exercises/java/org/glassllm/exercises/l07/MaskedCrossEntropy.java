package org.glassllm.exercises.l07;

/**
 * Mean cross-entropy in nats over the positions that count.
 *
 * <p>The loss of a position is -log softmax(logits)[target]. A target equal to ignore does not
 * count: neither in the sum nor in the number it is divided by. At least one position counts. It
 * works for any finite logits.
 *
 * <p>{@code mvn test -Dtest=MaskedCrossEntropyExerciseTest} checks it.
 */
public final class MaskedCrossEntropy implements Tasks.MaskedCrossEntropy {
  /**
   * @param logits one row of V numbers for each position
   * @param targets one for each position
   * @param ignore marks a position that does not count
   */
  @Override
  public double loss(double[][] logits, int[] targets, int ignore) {
    throw new UnsupportedOperationException("implement me: lesson 07, MaskedCrossEntropy");
  }
}

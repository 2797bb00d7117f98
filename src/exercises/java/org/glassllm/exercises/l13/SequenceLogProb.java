package org.glassllm.exercises.l13;

/**
 * Computes the log-probability of a response, the sum over its tokens. A row of a batch holds the
 * prompt, then the response, then padding. The logits of position t predict the token at position
 * t + 1.
 *
 * <p>Prompt tokens and padding do not count. The end token belongs to the response, so it counts.
 *
 * <p>{@code mvn test -Dtest=SequenceLogProbExerciseTest} checks it.
 */
public final class SequenceLogProb implements Tasks.SequenceLogProb {
  /**
   * @param logits T rows of V numbers; left unchanged
   * @param ids the token ids of the row, T numbers
   * @param prompt number of prompt tokens, at least 1
   * @param length number of tokens without padding, greater than prompt and at most T
   * @return the log-probability of the response in nats; finite even for large logits
   */
  @Override
  public double sum(double[][] logits, int[] ids, int prompt, int length) {
    throw new UnsupportedOperationException("implement me: lesson 13, SequenceLogProb");
  }
}

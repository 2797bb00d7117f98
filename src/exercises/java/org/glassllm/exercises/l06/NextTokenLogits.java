package org.glassllm.exercises.l06;

/**
 * Logits of the next token with a tied head: the last token's hidden vector times every row of the
 * embedding.
 *
 * <p>{@code mvn test -Dtest=NextTokenLogitsExerciseTest} checks it.
 */
public final class NextTokenLogits implements Tasks.NextTokenLogits {
  /**
   * @param hidden T rows of C numbers, what the last norm gives
   * @param embedding V rows of C numbers
   * @return V numbers
   */
  @Override
  public double[] logits(double[][] hidden, double[][] embedding) {
    throw new UnsupportedOperationException("implement me: lesson 06, NextTokenLogits");
  }
}

package org.glassllm.exercises.l06;

/**
 * Computes the logits of the next token with a tied head: the dot products of the last hidden
 * vector with every row of the embedding.
 *
 * <p>{@code mvn test -Dtest=NextTokenLogitsExerciseTest} checks it.
 */
public final class NextTokenLogits implements Tasks.NextTokenLogits {
  /**
   * @param hidden T rows of C numbers, the output of the last norm
   * @param embedding V rows of C numbers
   * @return V numbers
   */
  @Override
  public double[] logits(double[][] hidden, double[][] embedding) {
    throw new UnsupportedOperationException("implement me: lesson 06, NextTokenLogits");
  }
}

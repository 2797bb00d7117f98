package org.glassllm.exercises.l03;

/**
 * Causal scaled dot-product attention of one head (Vaswani et al. 2017, eq. 1).
 *
 * <p>Query i attends to the keys 0 … i. The weights are the softmax over the keys of q·k / √D, and the
 * result is the weighted sum of the values.
 *
 * <p>{@code mvn test -Dtest=AttentionExerciseTest} checks it.
 */
public final class Attention implements Tasks.Attention {
  /**
   * @param q queries, T rows of D numbers
   * @param k keys, T rows of D numbers
   * @param v values, T rows of any length
   * @return T rows as long as those of the values
   */
  @Override
  public double[][] attend(double[][] q, double[][] k, double[][] v) {
    throw new UnsupportedOperationException("implement me: lesson 03, Attention");
  }
}

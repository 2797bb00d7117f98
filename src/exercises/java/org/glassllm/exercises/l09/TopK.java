package org.glassllm.exercises.l09;

/**
 * Computes the distribution of top-k sampling: a softmax over the k largest logits, 0 elsewhere.
 *
 * <p>{@code mvn test -Dtest=TopKExerciseTest} checks it.
 */
public final class TopK implements Tasks.TopK {
  /**
   * @param logits all different
   * @param k from 1 to the number of logits
   * @return a probability for each token
   */
  @Override
  public double[] probabilities(double[] logits, int k) {
    throw new UnsupportedOperationException("implement me: lesson 09, TopK");
  }
}

package org.glassllm.exercises.l09;

/**
 * Computes the distribution of top-p (nucleus) sampling (Holtzman et al. 2020). It keeps the fewest
 * most probable tokens whose probabilities sum to at least p, normalizes them, and sets the rest to
 * 0.
 *
 * <p>{@code mvn test -Dtest=TopPExerciseTest} checks it.
 */
public final class TopP implements Tasks.TopP {
  /**
   * @param probabilities of all tokens, all different, summing to 1
   * @param p greater than 0, at most 1
   * @return a probability for each token
   */
  @Override
  public double[] nucleus(double[] probabilities, double p) {
    throw new UnsupportedOperationException("implement me: lesson 09, TopP");
  }
}

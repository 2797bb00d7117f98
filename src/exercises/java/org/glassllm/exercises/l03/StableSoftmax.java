package org.glassllm.exercises.l03;

/**
 * Softmax: positive numbers that sum to 1, in the order of the scores.
 *
 * <p>The result must be right for all finite scores, although exp(1000) overflows a double. A score
 * of minus infinity gets 0. At least one score is finite.
 *
 * <p>{@code mvn test -Dtest=StableSoftmaxExerciseTest} checks it.
 */
public final class StableSoftmax implements Tasks.StableSoftmax {
  /**
   * @param scores any numbers, left unchanged
   * @return exp(score) / sum of exp(scores)
   */
  @Override
  public double[] softmax(double[] scores) {
    throw new UnsupportedOperationException("implement me: lesson 03, StableSoftmax");
  }
}

package org.glassllm.exercises.l04;

/**
 * Counts the parameters of one attention layer: the projections to queries, keys and values, and
 * the output projection.
 *
 * <p>There are H query heads and G key-value heads, all with D = C / H channels.
 *
 * <p>{@code mvn test -Dtest=AttentionParametersExerciseTest} checks it.
 */
public final class AttentionParameters implements Tasks.AttentionParameters {
  /**
   * @param dim C, channels
   * @param heads H, a divisor of C
   * @param kvHeads G, a divisor of H
   * @param bias whether each projection has a bias
   * @return the number of parameters
   */
  @Override
  public long count(int dim, int heads, int kvHeads, boolean bias) {
    throw new UnsupportedOperationException("implement me: lesson 04, AttentionParameters");
  }
}

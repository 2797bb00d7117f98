package org.glassllm.exercises.l04;

/**
 * The number of parameters of one attention layer: the projections to queries, keys and values, and
 * back.
 *
 * <p>All heads have D = C / H channels. There are H query heads, and G heads each for keys and values.
 *
 * <p>{@code mvn test -Dtest=AttentionParametersExerciseTest} checks it.
 */
public final class AttentionParameters implements Tasks.AttentionParameters {
  /**
   * @param dim C, channels
   * @param heads H, a divisor of C
   * @param kvHeads G, a divisor of H
   * @param bias whether each projection has one number more for each of its outputs
   * @return the number of parameters
   */
  @Override
  public long count(int dim, int heads, int kvHeads, boolean bias) {
    throw new UnsupportedOperationException("implement me: lesson 04, AttentionParameters");
  }
}

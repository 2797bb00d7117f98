package org.glassllm.exercises.l03;

/**
 * The causal mask that is added to attention scores: 0 where a query may attend to a key, minus
 * infinity elsewhere.
 *
 * <p>Query i has the position i + keys - queries; with a KV cache there are more keys than queries.
 * It attends to the keys up to and including its own position.
 *
 * <p>{@code mvn test -Dtest=CausalMaskExerciseTest} checks it.
 */
public final class CausalMask implements Tasks.CausalMask {
  /**
   * @param queries number of queries
   * @param keys number of keys, at least as many
   * @return one row of numbers for each query
   */
  @Override
  public double[][] mask(int queries, int keys) {
    throw new UnsupportedOperationException("implement me: lesson 03, CausalMask");
  }
}

package org.glassllm.exercises.l04;

/**
 * Causal attention in which groups of query heads share keys and values (Ainslie et al. 2023).
 *
 * <p>With H query heads and G key-value heads (a divisor of H), the first H/G query heads use
 * key-value head 0, the next H/G use head 1, and so on. G = H is ordinary attention, G = 1
 * multi-query attention.
 *
 * <p>{@code mvn test -Dtest=GroupedQueryAttentionExerciseTest} checks it.
 */
public final class GroupedQueryAttention implements Tasks.GroupedQueryAttention {
  /**
   * @param q (H, T, D)
   * @param k (G, T, D)
   * @param v (G, T, D)
   * @return (H, T, D)
   */
  @Override
  public double[][][] attend(double[][][] q, double[][][] k, double[][][] v) {
    throw new UnsupportedOperationException("implement me: lesson 04, GroupedQueryAttention");
  }
}

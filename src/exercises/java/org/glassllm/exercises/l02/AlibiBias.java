package org.glassllm.exercises.l02;

/**
 * ALiBi (Press et al. 2021): what is added to the attention scores of one head.
 *
 * <p>Head h of H (counted from 0, H a power of two) has the slope 2^(-8 (h + 1) / H). The score of
 * query i and key j is lowered by slope * (i - j). Keys after the query get 0: the causal mask
 * hides them anyway.
 *
 * <p>{@code mvn test -Dtest=AlibiBiasExerciseTest} checks it.
 */
public final class AlibiBias implements Tasks.AlibiBias {
  /**
   * @param tokens number of queries and of keys
   * @param head from 0
   * @param heads H
   * @return one row for each query
   */
  @Override
  public double[][] bias(int tokens, int head, int heads) {
    throw new UnsupportedOperationException("implement me: lesson 02, AlibiBias");
  }
}

package org.glassllm.exercises.l02;

/**
 * ALiBi (Press et al. 2021): the bias that is added to the attention scores of one head.
 *
 * <p>Head h of H has the slope 2^(-8 (h + 1) / H); h counts from 0, and H is a power of two. The
 * bias of query i and key j is -slope * (i - j). Keys after the query get 0, since the causal mask
 * hides them.
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

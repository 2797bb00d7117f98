package org.glassllm.exercises.l10;

/**
 * A decode step of one attention head. The step has one new token; the keys and values of the
 * previous tokens are cached.
 *
 * <p>The new token's position is the number of cached tokens. Its query and its key are rotated by
 * this position; values are never rotated. Cached keys were rotated when they entered the cache. The
 * new token attends to all cached tokens and to itself: a softmax over q·k / √D, then the weighted
 * sum of the values.
 *
 * <p>{@code mvn test -Dtest=CachedStepExerciseTest} checks it.
 */
public final class CachedStep implements Tasks.CachedStep {
  /**
   * @param keys rotated keys of the n previous tokens, n rows of D numbers; n may be 0; left
   *     unchanged
   * @param values of the previous tokens, n rows; left unchanged
   * @param q query of the new token, D numbers, not rotated yet
   * @param k key of the new token, D numbers, not rotated yet
   * @param v value of the new token
   * @param rotation rotates by a position
   * @return the output of the new token, and n + 1 rows of keys and of values for the next step
   */
  @Override
  public Tasks.Step attend(
      double[][] keys,
      double[][] values,
      double[] q,
      double[] k,
      double[] v,
      Tasks.Rotation rotation) {
    throw new UnsupportedOperationException("implement me: lesson 10, CachedStep");
  }
}

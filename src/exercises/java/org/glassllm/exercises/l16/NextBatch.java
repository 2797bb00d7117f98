package org.glassllm.exercises.l16;

/**
 * Schedules one step of continuous batching (Yu et al. 2022). The requests are in order of arrival.
 * A complete request takes no row. The oldest incomplete requests get the rows; all later ones wait.
 *
 * <p>A request in a row with more than one unread token has a prompt to read. One such request reads
 * a chunk per step, the oldest; the others wait. A request in a row with one unread token decodes,
 * in the same step as the chunk.
 *
 * <p>{@code mvn test -Dtest=NextBatchExerciseTest} checks it.
 */
public final class NextBatch implements Tasks.NextBatch {
  /**
   * @param unread tokens of each request that are not in the cache yet, at least 1
   * @param left tokens that each request may still generate; 0 if its text is complete
   * @param rows largest number of requests with a row, at least 1
   * @return what each request does
   */
  @Override
  public Tasks.Action[] next(int[] unread, int[] left, int rows) {
    throw new UnsupportedOperationException("implement me: lesson 16, NextBatch");
  }
}

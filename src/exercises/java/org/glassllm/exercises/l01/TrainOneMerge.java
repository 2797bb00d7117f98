package org.glassllm.exercises.l01;

/**
 * Finds the pair that byte-pair encoding merges next: the most frequent pair of adjacent tokens.
 *
 * <p>A word counts as often as it occurs in the text. A pair lies within one word. Ties go to the
 * smaller left id, then to the smaller right id.
 *
 * <p>{@code mvn test -Dtest=TrainOneMergeExerciseTest} checks it.
 */
public final class TrainOneMerge implements Tasks.TrainOneMerge {
  /**
   * @param words the distinct words of a text, each as token ids
   * @param counts how often each word occurs
   * @return {left, right}
   */
  @Override
  public int[] bestPair(int[][] words, int[] counts) {
    throw new UnsupportedOperationException("implement me: lesson 01, TrainOneMerge");
  }
}

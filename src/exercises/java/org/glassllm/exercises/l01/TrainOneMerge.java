package org.glassllm.exercises.l01;

/**
 * Finds the pair of neighbours that byte-pair encoding merges next: the one that occurs most often.
 *
 * <p>A word counts as often as it occurs in the text. Pairs never reach from one word into the
 * next. Of pairs that occur equally often take the one with the smaller left id, then the smaller
 * right id.
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

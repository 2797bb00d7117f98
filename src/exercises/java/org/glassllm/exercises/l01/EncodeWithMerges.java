package org.glassllm.exercises.l01;

/**
 * Encodes one word with the merges of a BPE tokenizer.
 *
 * <p>Merges apply in the order in which they were learned, each to the whole word from left to
 * right.
 *
 * <p>{@code mvn test -Dtest=EncodeWithMergesExerciseTest} checks it.
 */
public final class EncodeWithMerges implements Tasks.EncodeWithMerges {
  /**
   * @param bytes the word's bytes as token ids
   * @param merges rules {left, right, result} in the order in which they were learned
   * @return the ids after all merges
   */
  @Override
  public int[] encode(int[] bytes, int[][] merges) {
    throw new UnsupportedOperationException("implement me: lesson 01, EncodeWithMerges");
  }
}

package org.glassllm.exercises.l07;

/**
 * Cuts a window out of a corpus: the inputs, and as targets the token after each input.
 *
 * <p>{@code mvn test -Dtest=ShiftedTargetsExerciseTest} checks it.
 */
public final class ShiftedTargets implements Tasks.ShiftedTargets {
  /**
   * @param tokens the corpus
   * @param start of the window
   * @param length of the window; start + length + 1 is at most the number of tokens
   * @return {inputs, targets}, both of that length
   */
  @Override
  public int[][] window(int[] tokens, int start, int length) {
    throw new UnsupportedOperationException("implement me: lesson 07, ShiftedTargets");
  }
}

package org.glassllm.exercises.l02;

/**
 * What enters the first block: the row of each token plus the row of its position.
 *
 * <p>With a cache, a text goes on where it stopped: its first token then stands at {@code offset}.
 *
 * <p>{@code mvn test -Dtest=InputEmbeddingsExerciseTest} checks it.
 */
public final class InputEmbeddings implements Tasks.InputEmbeddings {
  /**
   * @param ids token ids, T of them
   * @param tokens one row of C numbers for each token of the vocabulary
   * @param positions one row of C numbers for each position
   * @param offset position of the first id
   * @return T rows of C numbers, in new arrays
   */
  @Override
  public double[][] embed(int[] ids, double[][] tokens, double[][] positions, int offset) {
    throw new UnsupportedOperationException("implement me: lesson 02, InputEmbeddings");
  }
}

package org.glassllm.exercises.l02;

/**
 * The input of the first block: the embedding of each token plus the embedding of its position.
 *
 * <p>With a KV cache a text is continued: its first new token has the position {@code offset}.
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

package org.glassllm.exercises.l10;

/**
 * Computes the bytes of a key-value cache. Each layer stores a key and a value of D numbers for each
 * token of each text and for each head that has keys and values of its own.
 *
 * <p>{@code mvn test -Dtest=KvMemoryExerciseTest} checks it.
 */
public final class KvMemory implements Tasks.KvMemory {
  /**
   * @param batch B, texts
   * @param layers L
   * @param heads H, query heads
   * @param kvHeads G, key-value heads
   * @param tokens T, tokens of a text
   * @param headDim D, numbers of one head's key or value
   * @param bytesPerNumber 4 for float32, 2 for half precision
   * @return bytes of all keys and values; large models exceed the range of int
   */
  @Override
  public long bytes(
      int batch, int layers, int heads, int kvHeads, int tokens, int headDim, int bytesPerNumber) {
    throw new UnsupportedOperationException("implement me: lesson 10, KvMemory");
  }
}

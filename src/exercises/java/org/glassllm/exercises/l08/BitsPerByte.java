package org.glassllm.exercises.l08;

/**
 * Bits per byte: how many bits the model needs for each byte of the text. Unlike perplexity it can be
 * compared between models with different tokens.
 *
 * <p>{@code mvn test -Dtest=BitsPerByteExerciseTest} checks it.
 */
public final class BitsPerByte implements Tasks.BitsPerByte {
  /**
   * @param nll of each token, in nats
   * @param tokens what each token says; its bytes are those of UTF-8
   * @return all bits over all bytes
   */
  @Override
  public double bitsPerByte(double[] nll, String[] tokens) {
    throw new UnsupportedOperationException("implement me: lesson 08, BitsPerByte");
  }
}

package org.glassllm.exercises.l08;

/**
 * Computes bits per byte: the loss in bits, divided by the bytes of the text. Unlike perplexity, it is
 * comparable between tokenizers.
 *
 * <p>{@code mvn test -Dtest=BitsPerByteExerciseTest} checks it.
 */
public final class BitsPerByte implements Tasks.BitsPerByte {
  /**
   * @param nll of each token, in nats
   * @param tokens the text of each token; count its bytes in UTF-8
   * @return total bits divided by total bytes
   */
  @Override
  public double bitsPerByte(double[] nll, String[] tokens) {
    throw new UnsupportedOperationException("implement me: lesson 08, BitsPerByte");
  }
}

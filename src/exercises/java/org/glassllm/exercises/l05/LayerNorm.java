package org.glassllm.exercises.l05;

/**
 * LayerNorm of one token (Ba et al. 2016): (x - mean) / √(variance + epsilon) · gain + bias.
 *
 * <p>The variance divides by the number of channels, not by one less.
 *
 * <p>{@code mvn test -Dtest=LayerNormExerciseTest} checks it.
 */
public final class LayerNorm implements Tasks.LayerNorm {
  /**
   * @param x the token's channels, left unchanged
   * @param gain a factor for each channel
   * @param bias a number that is added to each channel
   * @param epsilon added to the variance
   */
  @Override
  public double[] normalize(double[] x, double[] gain, double[] bias, double epsilon) {
    throw new UnsupportedOperationException("implement me: lesson 05, LayerNorm");
  }
}

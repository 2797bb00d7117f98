package org.glassllm.exercises.l05;

import java.util.function.UnaryOperator;

/**
 * Adds a branch to the residual stream of one token, with pre-norm or post-norm.
 *
 * <p>Pre-norm: x + f(norm(x)). Post-norm: norm(x + f(x)).
 *
 * <p>{@code mvn test -Dtest=ResidualNormExerciseTest} checks it.
 */
public final class ResidualNorm implements Tasks.ResidualNorm {
  /**
   * @param x the token's channels, left unchanged
   * @param branch f: attention or feed-forward
   * @param norm the norm
   * @param pre true for pre-norm, false for post-norm
   */
  @Override
  public double[] add(
      double[] x, UnaryOperator<double[]> branch, UnaryOperator<double[]> norm, boolean pre) {
    throw new UnsupportedOperationException("implement me: lesson 05, ResidualNorm");
  }
}

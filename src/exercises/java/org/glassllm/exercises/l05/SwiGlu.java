package org.glassllm.exercises.l05;

/**
 * The gated feed-forward layer of one token (Shazeer 2020, eq. 6): (silu(x G) ⊙ x U) D.
 *
 * <p>silu(z) = z / (1 + exp(-z)); ⊙ multiplies element by element.
 *
 * <p>{@code mvn test -Dtest=SwiGluExerciseTest} checks it.
 */
public final class SwiGlu implements Tasks.SwiGlu {
  /**
   * @param x C numbers
   * @param gate G, C rows of F numbers
   * @param up U, C rows of F numbers
   * @param down D, F rows of C numbers
   * @return C numbers
   */
  @Override
  public double[] apply(double[] x, double[][] gate, double[][] up, double[][] down) {
    throw new UnsupportedOperationException("implement me: lesson 05, SwiGlu");
  }
}

package org.glassllm.exercises.l11;

/**
 * A linear layer with a low-rank update (Hu et al. 2021). The layer computes {@code y = x W}. The
 * update has two matrices, A with r columns and B with r rows: {@code ΔW = (α / r) A B}.
 *
 * <p>{@code mvn test -Dtest=MergeLoraExerciseTest} checks it.
 */
public final class MergeLora implements Tasks.MergeLora {
  /**
   * Returns {@code x W + (α / r) (x A) B}. Compute x A first: ΔW has as many numbers as W.
   *
   * @param x n numbers
   * @param w the fixed weight, {@code (n, m)}
   * @param a A, {@code (n, r)}
   * @param b B, {@code (r, m)}
   * @param alpha α
   * @return m numbers
   */
  @Override
  public double[] output(double[] x, double[][] w, double[][] a, double[][] b, double alpha) {
    throw new UnsupportedOperationException("implement me: lesson 11, MergeLora");
  }

  /** Returns {@code W + ΔW}, {@code (n, m)}; leaves W unchanged. */
  @Override
  public double[][] merge(double[][] w, double[][] a, double[][] b, double alpha) {
    throw new UnsupportedOperationException("implement me: lesson 11, MergeLora");
  }
}

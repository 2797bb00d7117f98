package org.glassllm.exercises.l04;

/**
 * Splits channels into heads and merges them again.
 *
 * <p>Head h has the channels h·D … (h + 1)·D - 1 of every token, with D = C / H. {@code split} maps
 * (T, C) to (H, T, D); {@code merge} maps it back.
 *
 * <p>{@code mvn test -Dtest=SplitHeadsExerciseTest} checks it.
 */
public final class SplitHeads implements Tasks.SplitHeads {
  @Override
  public double[][][] split(double[][] x, int heads) {
    throw new UnsupportedOperationException("implement me: lesson 04, SplitHeads");
  }

  @Override
  public double[][] merge(double[][][] x) {
    throw new UnsupportedOperationException("implement me: lesson 04, SplitHeads");
  }
}

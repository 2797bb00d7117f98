package org.glassllm.exercises.l02;

/**
 * The position table of the first transformer (Vaswani et al. 2017, section 3.5).
 *
 * <p>Channel 2i of position t is sin(t / 10000^(2i/dim)), channel 2i + 1 is the cosine of the same
 * angle.
 *
 * <p>{@code mvn test -Dtest=SinusoidalPositionsExerciseTest} checks it.
 */
public final class SinusoidalPositions implements Tasks.SinusoidalPositions {
  /**
   * @param tokens number of positions, from 0
   * @param dim number of channels, even
   * @return one row of dim numbers for each position
   */
  @Override
  public double[][] table(int tokens, int dim) {
    throw new UnsupportedOperationException("implement me: lesson 02, SinusoidalPositions");
  }
}

package org.glassllm.exercises.l07;

/**
 * The learning rate of a step: a straight line up, half a cosine down, then the minimum.
 *
 * <p>Step s &lt; warmup has max · (s + 1) / warmup. After it min + (max - min) · (1 + cos(π p)) / 2
 * with p = (s - warmup) / (total - warmup); from step total on it stays at min.
 *
 * <p>{@code mvn test -Dtest=WarmupCosineExerciseTest} checks it.
 */
public final class WarmupCosine implements Tasks.WarmupCosine {
  /**
   * @param step from 0
   * @param max highest rate
   * @param min last rate
   * @param warmup steps of the warm-up
   * @param total steps until the minimum, more than warmup
   */
  @Override
  public double rate(long step, double max, double min, long warmup, long total) {
    throw new UnsupportedOperationException("implement me: lesson 07, WarmupCosine");
  }
}

package org.glassllm.exercises.l07;

/**
 * Computes the learning rate of a step: a linear warm-up, half a cosine down, then the minimum.
 *
 * <p>Step s &lt; warmup has max · (s + 1) / warmup. Later steps have min + (max - min) · (1 + cos(π p))
 * / 2 with p = (s - warmup) / (total - warmup). From step total on, the learning rate is min.
 *
 * <p>{@code mvn test -Dtest=WarmupCosineExerciseTest} checks it.
 */
public final class WarmupCosine implements Tasks.WarmupCosine {
  /**
   * @param step from 0
   * @param max highest learning rate
   * @param min last learning rate
   * @param warmup number of warm-up steps
   * @param total steps until the minimum, more than warmup
   */
  @Override
  public double rate(long step, double max, double min, long warmup, long total) {
    throw new UnsupportedOperationException("implement me: lesson 07, WarmupCosine");
  }
}

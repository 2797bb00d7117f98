package org.glassllm.optim;

import org.glassllm.base.Check;

/** A schedule that assigns a learning rate to each step. */
@FunctionalInterface
public interface Schedule {

  /**
   * Returns the learning rate of a step.
   *
   * @param step index of the step, from 0
   */
  double at(long step);

  /**
   * Returns a schedule of linear warm-up and cosine decay; the learning rate then stays at its
   * minimum.
   *
   * <p>During warm-up, the learning rate of step s is {@code (s + 1) / warmup · max}. After
   * warm-up, the learning rate is {@code min + (max - min) · ½ (1 + cos(π · progress))} with {@code
   * progress = (s - warmup) / (total - warmup)} (Loshchilov and Hutter 2017, eq. 5, without
   * restarts).
   *
   * @param max maximum learning rate, greater than 0
   * @param min learning rate from step {@code total} on, from 0 to max
   * @param warmup number of warm-up steps, from 0 to total
   * @param total number of steps until the minimum is reached
   */
  static Schedule warmupCosine(double max, double min, long warmup, long total) {
    check(max, min, warmup, total);
    return step -> {
      if (step < warmup) {
        return max * (step + 1) / warmup;
      }
      double progress = progress(step, warmup, total);
      return min + (max - min) * 0.5 * (1 + Math.cos(Math.PI * progress));
    };
  }

  /**
   * Returns a schedule of linear warm-up and linear decay; the learning rate then stays at its
   * minimum. The parameters are those of {@link #warmupCosine}.
   */
  static Schedule warmupLinear(double max, double min, long warmup, long total) {
    check(max, min, warmup, total);
    return step ->
        step < warmup
            ? max * (step + 1) / warmup
            : max + (min - max) * progress(step, warmup, total);
  }

  private static double progress(long step, long warmup, long total) {
    return total == warmup ? 1 : Math.min(1, (double) (step - warmup) / (total - warmup));
  }

  private static void check(double max, double min, long warmup, long total) {
    Check.positive("lr", max);
    Check.within("minLr", min, 0, max);
    Check.atLeast("steps", total, 1);
    if (warmup < 0 || warmup > total) {
      throw Check.illegal("warmup", warmup, "from 0 to the number of steps, " + total);
    }
  }
}

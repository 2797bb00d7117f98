package org.glassllm.train;

import org.glassllm.base.Check;
import org.glassllm.optim.AdamW;
import org.glassllm.optim.Schedule;

/**
 * How a model is trained.
 *
 * @param steps optimizer steps of the whole run, at least 1
 * @param batch windows in a micro-batch, at least 1
 * @param gradAccum micro-batches in a step, at least 1
 * @param windows how windows are chosen
 * @param lr highest learning rate
 * @param minLr last learning rate, from 0 to lr
 * @param warmup steps of warm-up, from 0 to steps
 * @param decay how the rate falls after the warm-up
 * @param optimizer settings of AdamW
 * @param seed fixes everything that is random
 * @param evalEvery steps between evaluations, each with a checkpoint and a sample, at least 1
 */
public record TrainSettings(
    long steps,
    int batch,
    int gradAccum,
    Windows windows,
    double lr,
    double minLr,
    long warmup,
    Decay decay,
    AdamW.Settings optimizer,
    long seed,
    long evalEvery) {

  /** How windows are chosen. */
  public enum Windows {
    /** Anywhere, independently (nanoGPT). */
    RANDOM,
    /** Each window of a grid once a pass. */
    SHUFFLED
  }

  /** How the learning rate falls. */
  public enum Decay {
    /** Half a cosine. */
    COSINE,
    /** A straight line. */
    LINEAR
  }

  /** Checks every field. */
  public TrainSettings {
    Check.atLeast("steps", steps, 1);
    Check.positive("batch", batch);
    Check.positive("grad-accum", gradAccum);
    Check.atLeast("eval-every", evalEvery, 1);
    schedule(decay, lr, minLr, warmup, steps);
  }

  /** The learning rate of each step. */
  public Schedule schedule() {
    return schedule(decay, lr, minLr, warmup, steps);
  }

  private static Schedule schedule(Decay decay, double lr, double minLr, long warmup, long steps) {
    return decay == Decay.COSINE
        ? Schedule.warmupCosine(lr, minLr, warmup, steps)
        : Schedule.warmupLinear(lr, minLr, warmup, steps);
  }
}

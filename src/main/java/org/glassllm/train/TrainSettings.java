package org.glassllm.train;

import org.glassllm.base.Check;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.TokenSource;
import org.glassllm.batch.WindowPlan;
import org.glassllm.optim.AdamW;
import org.glassllm.optim.Schedule;
import org.glassllm.tensor.Seeds;

/**
 * The settings of a training.
 *
 * @param steps optimizer steps of the whole run, at least 1
 * @param batch windows in a micro-batch, at least 1
 * @param gradAccum micro-batches in a step, at least 1
 * @param windows how windows of the corpus are chosen
 * @param lr highest learning rate
 * @param minLr learning rate after the last step, from 0 to lr
 * @param warmup steps of warm-up, from 0 to steps
 * @param decay how the learning rate falls after the warm-up
 * @param optimizer settings of AdamW
 * @param seed determines all random numbers
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

  /** The choice of windows. */
  public enum Windows {
    /** Independent random positions (nanoGPT). */
    RANDOM,
    /** Each window of a grid once per epoch. */
    SHUFFLED
  }

  /** The shape of the learning rate after the warm-up. */
  public enum Decay {
    /** Half a cosine. */
    COSINE,
    /** A straight line. */
    LINEAR
  }

  /** Checks every field. */
  public TrainSettings {
    Check.atLeast("steps", steps, 1);
    Check.notNull("windows", windows);
    Check.notNull("decay", decay);
    Check.notNull("optimizer", optimizer);
    Check.positive("batch", batch);
    Check.positive("gradAccum", gradAccum);
    Check.atLeast("evalEvery", evalEvery, 1);
    schedule(decay, lr, minLr, warmup, steps);
  }

  /** Returns the windows of a corpus as batches. */
  public BatchSource<Batch> batches(TokenSource corpus, int context) {
    Seeds seeds = new Seeds(seed);
    WindowPlan plan =
        windows == Windows.RANDOM
            ? WindowPlan.random(corpus.size(), batch, context, seeds)
            : WindowPlan.shuffled(corpus.size(), batch, context, gradAccum, seeds);
    return BatchSource.windows(corpus, plan, context);
  }

  /** Returns the learning rate of each step. */
  public Schedule schedule() {
    return schedule(decay, lr, minLr, warmup, steps);
  }

  private static Schedule schedule(Decay decay, double lr, double minLr, long warmup, long steps) {
    return decay == Decay.COSINE
        ? Schedule.warmupCosine(lr, minLr, warmup, steps)
        : Schedule.warmupLinear(lr, minLr, warmup, steps);
  }
}

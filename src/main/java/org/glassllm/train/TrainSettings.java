package org.glassllm.train;

import org.glassllm.base.Check;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.ExampleRows;
import org.glassllm.batch.TokenSource;
import org.glassllm.batch.WindowPlan;
import org.glassllm.optim.AdamW;
import org.glassllm.optim.Schedule;
import org.glassllm.tensor.Seeds;

/**
 * The settings of a training run.
 *
 * @param steps number of optimizer steps of the complete run, at least 1
 * @param batch batch size, the number of windows in a micro-batch, at least 1
 * @param gradAccum number of micro-batches in a step, at least 1
 * @param windows how windows of the training split are selected
 * @param lr maximum learning rate, greater than 0
 * @param minLr learning rate after the last step, from 0 to lr
 * @param warmup number of warm-up steps, from 0 to steps
 * @param decay form of the learning rate's decay after warm-up
 * @param optimizer the settings of AdamW
 * @param seed determines all random numbers
 * @param evalEvery number of steps between two evaluations, at least 1; a checkpoint and a
 *     generated text follow each evaluation
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

  /** The way in which windows of the training split are selected. */
  public enum Windows {
    /** Windows at independent random positions, as in nanoGPT. */
    RANDOM,
    /** Each window of a fixed grid once per epoch, in random order. */
    SHUFFLED
  }

  /** The form of the learning rate's decay after warm-up. */
  public enum Decay {
    /** Cosine decay. */
    COSINE,
    /** Linear decay. */
    LINEAR
  }

  /** Checks the range of every field. */
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

  /** Returns a source of batches with windows of a corpus. */
  public BatchSource<Batch> batches(TokenSource corpus, int context) {
    return BatchSource.windows(corpus, plan(corpus.size(), context), context);
  }

  /** Returns a source of batches with rows of examples; a row takes the place of a window. */
  public BatchSource<Batch> batches(ExampleRows rows) {
    BatchSource<long[]> indices = indices(rows.size());
    return (step, micro) -> rows.batch(indices.at(step, micro));
  }

  /**
   * Returns the indices of the rows of each batch, which are chosen as windows are.
   *
   * @param size number of rows
   */
  public BatchSource<long[]> indices(int size) {
    WindowPlan plan = plan(size + 1L, 1); // windows of one row each
    return plan::starts;
  }

  private WindowPlan plan(long size, int tokens) {
    Seeds seeds = new Seeds(seed);
    return windows == Windows.RANDOM
        ? WindowPlan.random(size, batch, tokens, seeds)
        : WindowPlan.shuffled(size, batch, tokens, gradAccum, seeds);
  }

  /** Returns the schedule of the learning rate. */
  public Schedule schedule() {
    return schedule(decay, lr, minLr, warmup, steps);
  }

  private static Schedule schedule(Decay decay, double lr, double minLr, long warmup, long steps) {
    return decay == Decay.COSINE
        ? Schedule.warmupCosine(lr, minLr, warmup, steps)
        : Schedule.warmupLinear(lr, minLr, warmup, steps);
  }
}

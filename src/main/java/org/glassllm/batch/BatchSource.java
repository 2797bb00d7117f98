package org.glassllm.batch;

import org.glassllm.base.Progress;

/**
 * The batches of a training run, as a pure function of step and micro-step. So a resumed run reads
 * the same batches as a run without a stop. Batches that {@linkplain #dependsOnModel depend on the
 * model} are a function of the model and of the source's state too.
 *
 * @param <B> the type of a batch
 */
@FunctionalInterface
public interface BatchSource<B> {
  /**
   * Returns the batch of a step and a micro-step; both are counted from 0.
   *
   * @throws EndOfBatchesException if this step has no batch, nor any later step
   */
  B at(long step, int microStep);

  /**
   * Returns the same batch as {@link #at(long, int)}.
   *
   * @param progress receives reports if the batch takes long; its exception ends the work, which a
   *     later call repeats
   */
  default B at(long step, int microStep, Progress progress) {
    return at(step, microStep);
  }

  /**
   * Returns whether the batches depend on the model that is trained, as in reinforcement learning.
   * Such batches are created on demand, in order, on the thread that trains.
   */
  default boolean dependsOnModel() {
    return false;
  }

  /**
   * Returns a source of batches for next-token prediction; the rows are windows of a token source.
   *
   * @param plan the plan that chooses the windows
   * @param tokens the number of tokens T in a window
   */
  static BatchSource<Batch> windows(TokenSource source, WindowPlan plan, int tokens) {
    return (step, micro) -> Batch.of(source, plan.starts(step, micro), tokens);
  }
}

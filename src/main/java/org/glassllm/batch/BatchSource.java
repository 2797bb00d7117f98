package org.glassllm.batch;

/**
 * The batches of a training: a pure function of (step, micro-step), so that a resumed run reads the
 * batches that it would have read.
 *
 * @param <B> a batch
 */
@FunctionalInterface
public interface BatchSource<B> {
  /** Returns a batch. */
  B at(long step, int microStep);

  /** Returns windows of a token source as batches of next-token predictions. */
  static BatchSource<Batch> windows(TokenSource source, WindowPlan plan, int tokens) {
    return (step, micro) -> Batch.of(source, plan.starts(step, micro), tokens);
  }
}

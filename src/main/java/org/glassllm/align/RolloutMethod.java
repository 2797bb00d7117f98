package org.glassllm.align;

import java.util.Map;
import java.util.Optional;
import org.glassllm.base.Progress;

/**
 * The part of reinforcement learning that PPO and GRPO do differently: the creation of a rollout
 * and the batches of its responses. A method has no state of its own.
 *
 * @param <B> the type of a batch
 */
public interface RolloutMethod<B> {
  /**
   * Creates the next rollout with the current weights of the policy.
   *
   * @param previous the previous rollout; empty for the first one
   * @param progress receives the number of finished responses; its exception ends the rollout,
   *     which a later call repeats
   * @throws org.glassllm.batch.EndOfBatchesException if there is nothing left to learn
   * @throws org.glassllm.base.InputException if the first rollouts have nothing to learn
   */
  Rollout next(Optional<Rollout> previous, Progress progress);

  /** Returns the training data of a rollout, a pure function of the rollout. */
  Targets<B> targets(Rollout rollout);

  /** Returns the minimum number of responses that a rollout trains on. */
  int fewestRows();

  /**
   * The training data of a rollout.
   *
   * @param <B> the type of a batch
   */
  interface Targets<B> {
    /** Returns the indices of the responses that training uses. */
    int[] rows();

    /** Returns a batch of some responses. */
    B batch(int... chosen);

    /** Returns the metrics of the rollout by name; the names do not depend on the rollout. */
    Map<String, Double> metrics();
  }
}

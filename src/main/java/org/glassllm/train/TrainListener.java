package org.glassllm.train;

import org.glassllm.checkpoint.TrainerState;

/** Hears what happens while a model trains; each method does nothing unless overridden. */
public interface TrainListener {

  /** Training begins, or goes on, after {@code from} steps. */
  default void onStart(TrainerState from, TrainSettings settings) {}

  /** A step was taken, and evaluated where it was due. */
  default void onStep(StepMetrics metrics) {}

  /** A sample was drawn after an evaluation. */
  default void onSample(long step, String text) {}

  /** A checkpoint is about to be written; what belongs to it should be on the disk by then. */
  default void beforeCheckpoint(TrainerState state) {}

  /** A checkpoint was written. */
  default void onCheckpoint(TrainerState state) {}

  /** Training ended; {@code stopped} where it was asked to before its last step. */
  default void onEnd(TrainerState state, boolean stopped) {}
}

package org.glassllm.train;

import org.glassllm.checkpoint.TrainerState;

/** Receives the events of a training; each method does nothing unless overridden. */
public interface TrainListener {

  /** Called when training starts or is resumed. */
  default void onStart(TrainerState from, TrainSettings settings) {}

  /** Called after each step; after the evaluation if one follows the step. */
  default void onStep(StepMetrics metrics) {}

  /** Called repeatedly during an evaluation with the finished part and the whole, in tokens. */
  default void onEvaluation(long done, long total) {}

  /** Called when a resumed training repeats the evaluation that a stop ended. */
  default void onLateValidation(long step, double validationLoss) {}

  /** Called after an evaluation with the sampled text. */
  default void onSample(long step, String text) {}

  /** Called before a checkpoint is written; a listener syncs its files here. */
  default void beforeCheckpoint(TrainerState state) {}

  /** Called after a checkpoint is written. */
  default void onCheckpoint(TrainerState state) {}

  /** Called at the end; {@code stopped} is true if steps remain. */
  default void onEnd(TrainerState state, boolean stopped) {}
}

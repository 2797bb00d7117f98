package org.glassllm.train;

import org.glassllm.checkpoint.TrainerState;

/** A listener for the events of a training run. By default, each method does nothing. */
public interface TrainListener {

  /** Called when a training run starts or is resumed. */
  default void onStart(TrainerState from, TrainSettings settings) {}

  /** Called after each step. If an evaluation follows the step, called after the evaluation. */
  default void onStep(StepMetrics metrics) {}

  /**
   * Called repeatedly while a step creates its training data with the model, with the number of
   * finished responses and of all responses.
   */
  default void onRollout(long done, long total) {}

  /** Called repeatedly during an evaluation, with the finished and the total amount of work. */
  default void onEvaluation(long done, long total) {}

  /**
   * Called after an evaluation whose step was reported before: a stop interrupted the evaluation,
   * or training ended early.
   */
  default void onLateValidation(long step, Validator.Result result) {}

  /** Called after an evaluation, with the generated text. */
  default void onSample(long step, String text) {}

  /** Called before a checkpoint is written, so that a listener can write its files to disk. */
  default void beforeCheckpoint(TrainerState state) {}

  /** Called after a checkpoint is written. */
  default void onCheckpoint(TrainerState state) {}

  /** Called if the training data has no further batch, before the last evaluation. */
  default void onEarlyEnd(long step, String reason) {}

  /** Called when training ends; {@code stopped} is true if a stop condition ended training. */
  default void onEnd(TrainerState state, boolean stopped) {}
}

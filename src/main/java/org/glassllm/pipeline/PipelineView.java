package org.glassllm.pipeline;

import org.glassllm.base.Progress;
import org.glassllm.run.Stage;
import org.glassllm.train.TrainListener;

/** Shows the progress of a pipeline, and says when the pipeline must stop. */
public interface PipelineView {
  /**
   * Returns the listener of a stage's training.
   *
   * @param name the name of the stage in the pipeline
   * @param stage the stage
   * @param number the number of the stage, from 1
   * @param all the number of all stages
   */
  TrainListener training(String name, Stage stage, int number, int all);

  /** Returns the listener of another task, such as the generation of a file. */
  Progress progress(String task);

  /** Receives a remark on one line. */
  void note(String line);

  /** Returns whether the pipeline must save its state and stop. */
  boolean isStopped();
}

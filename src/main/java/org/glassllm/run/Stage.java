package org.glassllm.run;

import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.Learner;
import org.glassllm.train.Sampler;
import org.glassllm.train.Validator;

/**
 * A stage of training: its data, the batches of a step, the validation and the sample texts. {@link
 * TrainingRun} trains every stage with one loop.
 */
public sealed interface Stage permits Pretraining, Sft {
  /** Returns the name of the stage in {@code run.json}. */
  String kind();

  /** Returns the name of the loss in {@code run.json}. */
  String objective();

  /**
   * Opens the data of a run.
   *
   * @param source the source, valid in any folder
   */
  RunData data(String source, Recipe recipe);

  /**
   * Returns the tokenizer of a new run.
   *
   * @param parent the tokenizer of the parent run; null without a parent run
   */
  Tokenizer tokenizer(Tokenizer parent, RunData data, Recipe recipe);

  /**
   * Checks that both token files of a run are long enough.
   *
   * @throws org.glassllm.base.InputException if a file is too short for the context
   */
  void requireEnough(RunFolder folder, int context);

  /** Returns the batches of a run. */
  BatchSource<Batch> batches(RunFolder folder, Recipe recipe);

  /** Returns the validator, which measures the model of a learner on the validation split. */
  Validator validator(RunFolder folder, Learner<Batch> learner);

  /** Returns the sampler of texts during training. */
  Sampler sampler(RunFolder folder, Learner<Batch> learner, Tokenizer tokenizer);
}

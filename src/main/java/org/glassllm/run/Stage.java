package org.glassllm.run;

import java.util.Optional;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.token.Tokenizer;

/**
 * A stage of training: the settings that only this stage has, its data and its {@link Training}.
 * {@link TrainingRun} trains every stage with one loop. Each stage is a record; its components are
 * saved in {@code run.json}.
 */
public sealed interface Stage permits Pretraining, FineTuning {
  /** Returns the name of the stage in {@code run.json}. */
  String kind();

  /** Returns the name of the loss in {@code run.json}. */
  String objective();

  /** Returns name and unit of the validation loss. */
  default ValidationFigure validationFigure() {
    return ValidationFigure.TOKENS;
  }

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

  /** Returns the format of prompts and answers; empty for plain text. */
  default Optional<PromptTemplate> format() {
    return Optional.empty();
  }

  /**
   * Checks that both token files of a run are long enough.
   *
   * @throws org.glassllm.base.InputException if a file is too short for the context
   */
  void requireEnough(RunFolder folder, int context);

  /** Returns whether the model generates text; a reward model does not. */
  default boolean isLanguageModel() {
    return true;
  }

  /**
   * Checks the settings of a new run against its data and other runs, before anything is written.
   * The default accepts all.
   *
   * @param tokenizer the tokenizer of the new run
   */
  default void check(RunData data, Tokenizer tokenizer, Recipe recipe) {}

  /**
   * Computes what a new run needs from the weights of its parent run, once, and writes it into the
   * run's folder. The default does nothing.
   *
   * @return the checkpoint of a reward model that was copied; empty if there is none
   */
  default Optional<RunRecord.Parent> prepare(Workplace work) {
    return Optional.empty();
  }

  /** Returns the training of a new or resumed run; its learner owns the manager of the run. */
  Training<?> training(Workplace work);
}

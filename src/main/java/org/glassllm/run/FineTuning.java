package org.glassllm.run;

import java.util.List;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.token.Tokenizer;

/** A stage that starts from a parent run and reads prompts in a {@link PromptTemplate}. */
public sealed interface FineTuning extends Stage permits Sft, RewardStage, Dpo, Ppo, Grpo {
  /** Returns the name of the template. */
  String template();

  /**
   * Returns the absolute path of a file with held-out examples; null if every tenth example of the
   * data is held out.
   */
  String heldOut();

  /** Returns whether a malformed row is an error; otherwise the row is skipped and reported. */
  boolean strict();

  @Override
  default Optional<PromptTemplate> format() {
    return Optional.of(PromptTemplate.named(template()));
  }

  /** Returns the tokenizer of the parent run, with the special tokens of the template. */
  @Override
  default Tokenizer tokenizer(Tokenizer parent, RunData data, Recipe recipe) {
    if (parent == null) {
      throw new InputException("fine-tuning has no parent run; give the run to start from");
    }
    List<String> missing = PromptTemplate.named(template()).missing(parent);
    return missing.isEmpty() ? parent : parent.withSpecials(missing);
  }

  /** Returns the files of the stage's examples. */
  private ExampleSource examples(String source, Recipe recipe) {
    return new ExampleSource(source, heldOut(), template(), strict(), recipe.model().context());
  }

  /** Opens a file of instructions, whose answers count in the loss. */
  static RunData instructions(FineTuning stage, String source, Recipe recipe, boolean fullLoss) {
    return new InstructionData(stage.examples(source, recipe), fullLoss);
  }

  /** Opens a file of preferences. */
  static RunData preferences(FineTuning stage, String source, Recipe recipe) {
    return new PreferenceData(stage.examples(source, recipe));
  }
}

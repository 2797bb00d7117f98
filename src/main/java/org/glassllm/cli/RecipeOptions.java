package org.glassllm.cli;

import static org.glassllm.cli.Given.or;

import org.glassllm.base.InputException;
import org.glassllm.run.Recipe;
import org.glassllm.tensor.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that change a recipe; without an option the preset's value stays. */
final class RecipeOptions {
  @Mixin private ModelOptions model;
  @Mixin private TrainingOptions training;

  @Option(
      names = "--tokenizer",
      paramLabel = "char|bpe|FILE",
      description = "Kind of tokenizer to train on the text, or a tokenizer's file or folder.")
  private String tokenizer;

  @Option(names = "--vocab", paramLabel = "V", description = "Vocabulary size of a bpe tokenizer.")
  private Integer vocab;

  @Option(
      names = "--kernels",
      paramLabel = "fused|readable",
      description =
          "One libtorch call per operation, or the readable code of the lessons. Default: fused.")
  private String kernels;

  @Option(
      names = "--precision",
      paramLabel = "float32|bfloat16|auto",
      description = "Precision of matrix products; auto measures the faster one. Default: float32.")
  private String precision;

  /** Returns the recipe with all given options applied together. */
  Recipe applyTo(Recipe base) {
    Recipe recipe =
        new Recipe(
            base.preset(),
            model.applyTo(base.model()),
            training.applyTo(base.training()),
            or(tokenizer, base.tokenizer()),
            or(vocab, base.vocab()),
            or(kernels, base.kernels()),
            or(precision, base.precision()));
    requireUse(recipe);
    return recipe;
  }

  /** Refuses an option that has no effect. */
  private void requireUse(Recipe recipe) {
    if (vocab != null && !"bpe".equals(recipe.tokenizer())) {
      throw new InputException(
          "--vocab "
              + vocab
              + " is for a bpe tokenizer, but this one is "
              + recipe.tokenizer()
              + "; omit it, or start a run with --tokenizer bpe");
    }
    model.requireUse(recipe.model());
  }

  /** Refuses an option that differs from the recipe of a resumed run. */
  void requireSameAs(Recipe fixed) {
    requireUse(fixed);
    model.requireSameAs(fixed.model());
    training.requireSameAs(fixed.training());
    Given.requireSame(
        "--tokenizer",
        tokenizer == null ? null : Recipe.located(tokenizer),
        Recipe.located(fixed.tokenizer()));
    Given.requireSame("--vocab", vocab, fixed.vocab());
    Given.requireSame("--kernels", kernels, fixed.kernels());
    if (!Precision.AUTO.equals(precision)) { // a resumed run keeps its precision
      Given.requireSame("--precision", precision, fixed.precision());
    }
  }
}

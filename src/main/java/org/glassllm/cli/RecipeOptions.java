package org.glassllm.cli;

import static org.glassllm.cli.Given.or;

import org.glassllm.base.InputException;
import org.glassllm.run.Recipe;
import org.glassllm.tensor.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that change a recipe; one that is not given leaves the preset's value. */
final class RecipeOptions {
  @Mixin private ModelOptions model;
  @Mixin private TrainingOptions training;

  @Option(
      names = "--tokenizer",
      paramLabel = "char|bpe|FILE",
      description = "Tokenizer to train on the text, or a tokenizer's file or folder.")
  private String tokenizer;

  @Option(names = "--vocab", paramLabel = "V", description = "Tokens of a bpe tokenizer.")
  private Integer vocab;

  @Option(
      names = "--kernels",
      paramLabel = "fused|readable",
      description =
          "One call of libtorch for each operation, or the lessons' own code. Default: fused.")
  private String kernels;

  @Option(
      names = "--precision",
      paramLabel = "float32|bfloat16|auto",
      description =
          "Of matrix products; auto measures which is faster on this machine. Default: float32.")
  private String precision;

  /** The recipe with all given options applied together, checked at the end. */
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

  /** Fails if an option was given that has no effect. */
  private void requireUse(Recipe recipe) {
    if (vocab != null && !"bpe".equals(recipe.tokenizer())) {
      throw new InputException(
          "--vocab "
              + vocab
              + " is for a bpe tokenizer, and this one is "
              + recipe.tokenizer()
              + "; leave it out, or begin a run with --tokenizer bpe");
    }
    model.requireUse(recipe.model());
  }

  /** Fails if a given option differs from the recipe of a run that goes on. */
  void requireSameAs(Recipe fixed) {
    requireUse(fixed);
    model.requireSameAs(fixed.model());
    training.requireSameAs(fixed.training());
    Given.requireSame("--tokenizer", tokenizer, fixed.tokenizer());
    Given.requireSame("--vocab", vocab, fixed.vocab());
    Given.requireSame("--kernels", kernels, fixed.kernels());
    if (!Precision.AUTO.equals(precision)) { // a run that goes on keeps what it settled on
      Given.requireSame("--precision", precision, fixed.precision());
    }
  }
}

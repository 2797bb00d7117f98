package org.glassllm.cli;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.model.Activation;
import org.glassllm.model.FeedForward;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.model.Mlp;
import org.glassllm.model.Norm;
import org.glassllm.model.Positions;
import org.glassllm.model.Spec;
import org.glassllm.optim.AdamW;
import org.glassllm.run.Recipe;
import org.glassllm.tensor.Precision;
import org.glassllm.train.TrainSettings;
import picocli.CommandLine.ParseResult;

/**
 * Applies the given {@linkplain RecipeOption options} to a recipe, or compares the options with a
 * recipe.
 *
 * @param given the parsed command line
 */
record RecipeOptions(ParseResult given) {
  private boolean has(String option) {
    return given.hasMatchedOption(option);
  }

  private <T> T or(String option, T otherwise) {
    return given.matchedOptionValue(option, otherwise);
  }

  /** Returns the recipe with all given options applied together. */
  Recipe applyTo(Recipe base) {
    Recipe recipe =
        new Recipe(
            base.preset(),
            applyTo(base.model()),
            applyTo(base.training()),
            or("--tokenizer", base.tokenizer()),
            or("--vocab", base.vocab()),
            or("--kernels", base.kernels()),
            or("--precision", base.precision()));
    requireUse(recipe);
    return recipe;
  }

  private GptConfig applyTo(GptConfig m) {
    GptConfigBuilder b =
        m.toBuilder()
            .context(or("--context", m.context()))
            .layers(or("--layers", m.layers()))
            .positions(choice(Positions.class, "--positions", m.positions()))
            .norm(choice(Norm.class, "--norm", m.norm()))
            .feedForward(choice(FeedForward.class, "--feed-forward", m.feedForward()))
            .heads(or("--heads", m.heads()))
            .dim(or("--dim", m.dim()));
    if (has("--dropout")) {
      b.dropout((double) or("--dropout", 0.0));
    }
    if (has("--kv-heads")) {
      b.kvHeads(Check.positive("kvHeads", (int) or("--kv-heads", 0)));
    } else if (has("--heads")) {
      b.kvHeads(0); // 0 is the default: one key-value head per head
    }
    if (or("--dim", m.dim()) != m.dim()) {
      b.hidden(0); // 0 is the default: a multiple of the new dimension
    }
    if (has("--hidden")) {
      b.hidden(Check.positive("hidden", (int) or("--hidden", 0)));
    }
    if (has("--activation") && b.build().feedForward() instanceof Mlp) {
      b.activation(or("--activation", Activation.GELU));
    }
    return b.build();
  }

  /** Returns the choice that an option names, or {@code present} without the option. */
  private <S extends Spec> S choice(Class<S> kind, String option, S present) {
    String name = or(option, present.type());
    return name.equalsIgnoreCase(present.type()) ? present : Spec.named(kind, name, option);
  }

  private TrainSettings applyTo(TrainSettings t) {
    AdamW.Settings a = t.optimizer();
    long steps = or("--steps", t.steps());
    double lr = or("--lr", t.lr());
    return new TrainSettings(
        steps,
        or("--batch", t.batch()),
        or("--grad-accum", t.gradAccum()),
        or("--windows", t.windows()),
        lr,
        // limits the preset's final learning rate and warm-up to the given values
        or("--min-lr", Math.min(t.minLr(), lr)),
        or("--warmup", Math.min(t.warmup(), steps)),
        or("--decay", t.decay()),
        new AdamW.Settings(
            a.beta1(),
            or("--beta2", a.beta2()),
            a.epsilon(),
            or("--weight-decay", a.weightDecay()),
            or("--clip", a.clip())),
        or("--seed", t.seed()),
        or("--eval-every", t.evalEvery()));
  }

  /** Throws an exception if a given option has no effect. */
  private void requireUse(Recipe recipe) {
    if (has("--vocab") && !"bpe".equals(recipe.tokenizer())) {
      throw new InputException(
          "--vocab %s applies only to a bpe tokenizer, but the tokenizer is %s; omit"
              + " --vocab, or start a run with --tokenizer bpe",
          or("--vocab", 0), recipe.tokenizer());
    }
    if (has("--activation") && !(recipe.model().feedForward() instanceof Mlp)) {
      throw new InputException(
          "--activation %s applies only to a plain feed-forward layer, but this layer is"
              + " %s; omit --activation, or start a run with --feed-forward plain",
          or("--activation", Activation.GELU), recipe.model().feedForward().type());
    }
  }

  /** Throws an exception if a given option differs from the recipe of a resumed run. */
  void requireSameAs(Recipe fixed) {
    requireUse(fixed);
    for (RecipeOption option : RecipeOption.ALL) {
      Object value = or(option.name(), null), own = option.own().apply(fixed);
      if ("--tokenizer".equals(option.name()) && value != null) {
        value = Recipe.located(value.toString());
        own = Recipe.located(own.toString());
      }
      boolean sameName = value instanceof String name && name.equalsIgnoreCase(own.toString());
      if (!sameName && !Precision.AUTO.equals(value)) { // a resumed run keeps its precision
        Given.requireSame(option.name(), value, own);
      }
    }
  }
}

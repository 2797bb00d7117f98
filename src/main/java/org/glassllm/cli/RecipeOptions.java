package org.glassllm.cli;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfig.FeedForwardKind;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.optim.AdamW;
import org.glassllm.run.Recipe;
import org.glassllm.tensor.Activation;
import org.glassllm.tensor.Precision;
import org.glassllm.train.TrainSettings;
import picocli.CommandLine.Option;

/** Options that change a recipe; one that is not given leaves the preset's value. */
final class RecipeOptions {
  @Option(names = "--steps", paramLabel = "N", description = "Optimizer steps of the whole run.")
  private Long steps;

  @Option(names = "--batch", paramLabel = "B", description = "Windows in a micro-batch.")
  private Integer batch;

  @Option(names = "--context", paramLabel = "T", description = "Tokens in a window.")
  private Integer context;

  @Option(names = "--layers", paramLabel = "L", description = "Transformer blocks.")
  private Integer layers;

  @Option(names = "--heads", paramLabel = "H", description = "Attention heads; divides --dim.")
  private Integer heads;

  @Option(
      names = "--kv-heads",
      paramLabel = "G",
      description = "Key-value heads; divides --heads. Default: as many as heads.")
  private Integer kvHeads;

  @Option(names = "--dim", paramLabel = "C", description = "Channels.")
  private Integer dim;

  @Option(names = "--dropout", paramLabel = "D", description = "Dropout, from 0 to below 1.")
  private Double dropout;

  @Option(names = "--positions", description = "Position encoding: ${COMPLETION-CANDIDATES}.")
  private GptConfig.Positions positions;

  @Option(names = "--norm", description = "Norm: ${COMPLETION-CANDIDATES}.")
  private GptConfig.NormKind norm;

  @Option(names = "--feed-forward", description = "Feed-forward: ${COMPLETION-CANDIDATES}.")
  private GptConfig.FeedForwardKind feedForward;

  @Option(
      names = "--activation",
      description = "Of a plain feed-forward: ${COMPLETION-CANDIDATES}.")
  private Activation activation;

  @Option(
      names = "--hidden",
      paramLabel = "F",
      description = "Hidden channels of the feed-forward. Default: 4 C; of SwiGLU 8/3 C.")
  private Integer hidden;

  @Option(names = "--lr", paramLabel = "X", description = "Highest learning rate.")
  private Double lr;

  @Option(names = "--min-lr", paramLabel = "X", description = "Last learning rate.")
  private Double minLr;

  @Option(names = "--warmup", paramLabel = "N", description = "Steps of linear warm-up.")
  private Long warmup;

  @Option(names = "--decay", description = "Fall of the rate: ${COMPLETION-CANDIDATES}.")
  private TrainSettings.Decay decay;

  @Option(names = "--beta2", paramLabel = "X", description = "AdamW's second decay.")
  private Double beta2;

  @Option(names = "--weight-decay", paramLabel = "X", description = "Decay of matrices.")
  private Double weightDecay;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description = "Largest global norm of the gradients; 0 for no limit.")
  private Double clip;

  @Option(names = "--grad-accum", paramLabel = "N", description = "Micro-batches in a step.")
  private Integer gradAccum;

  @Option(names = "--windows", description = "Choice of windows: ${COMPLETION-CANDIDATES}.")
  private TrainSettings.Windows windows;

  @Option(
      names = "--tokenizer",
      paramLabel = "char|bpe|FILE",
      description = "Tokenizer to train on the text, or a tokenizer's file or folder.")
  private String tokenizer;

  @Option(names = "--vocab", paramLabel = "V", description = "Tokens of a bpe tokenizer.")
  private Integer vocab;

  @Option(names = "--seed", paramLabel = "S", description = "Fixes everything random.")
  private Long seed;

  @Option(
      names = "--eval-every",
      paramLabel = "N",
      description = "Steps between evaluations, each with a checkpoint.")
  private Long evalEvery;

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
    Recipe recipe = apply(base, this);
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
    if (activation != null && recipe.model().feedForward() != FeedForwardKind.PLAIN) {
      throw new InputException(
          "--activation "
              + activation
              + " is for a plain feed-forward, and this one is "
              + recipe.model().feedForward()
              + "; leave it out, or begin a run with --feed-forward plain");
    }
  }

  /** Fails if a given option differs from the recipe of a run that goes on. */
  void requireSame(Recipe fixed) {
    requireUse(fixed);
    GptConfig m = fixed.model();
    TrainSettings t = fixed.training();
    requireSame("--steps", steps, t.steps());
    requireSame("--batch", batch, t.batch());
    requireSame("--context", context, m.context());
    requireSame("--layers", layers, m.layers());
    requireSame("--heads", heads, m.heads());
    requireSame("--kv-heads", kvHeads, m.kvHeads());
    requireSame("--dim", dim, m.dim());
    requireSame("--dropout", dropout, m.dropout());
    requireSame("--positions", positions, m.positions());
    requireSame("--norm", norm, m.norm());
    requireSame("--feed-forward", feedForward, m.feedForward());
    requireSame("--activation", activation, m.activation());
    requireSame("--hidden", hidden, m.hidden());
    requireSame("--lr", lr, t.lr());
    requireSame("--min-lr", minLr, t.minLr());
    requireSame("--warmup", warmup, t.warmup());
    requireSame("--decay", decay, t.decay());
    requireSame("--beta2", beta2, t.optimizer().beta2());
    requireSame("--weight-decay", weightDecay, t.optimizer().weightDecay());
    requireSame("--clip", clip, t.optimizer().clip());
    requireSame("--grad-accum", gradAccum, t.gradAccum());
    requireSame("--windows", windows, t.windows());
    requireSame("--tokenizer", tokenizer, fixed.tokenizer());
    requireSame("--vocab", vocab, fixed.vocab());
    requireSame("--seed", seed, t.seed());
    requireSame("--eval-every", evalEvery, t.evalEvery());
    requireSame("--kernels", kernels, fixed.kernels());
    if (!Precision.AUTO.equals(precision)) { // a run that goes on keeps what it settled on
      requireSame("--precision", precision, fixed.precision());
    }
  }

  private static void requireSame(String option, Object given, Object own) {
    boolean same =
        given instanceof Number a && own instanceof Number b
            ? a.doubleValue() == b.doubleValue() // of whatever width, and -0 is 0
            : given == null || given.equals(own);
    if (!same) {
      throw new InputException(
          option
              + " "
              + given
              + " differs from the run's own, "
              + own
              + "; the settings of a run are fixed when it begins: leave it out, or start a new run"
              + " with another --run");
    }
  }

  private static Recipe apply(Recipe base, RecipeOptions o) {
    return new Recipe(
        base.preset(),
        model(base.model(), o),
        training(base.training(), o),
        or(o.tokenizer, base.tokenizer()),
        or(o.vocab, base.vocab()),
        or(o.kernels, base.kernels()),
        or(o.precision, base.precision()));
  }

  private static GptConfig model(GptConfig m, RecipeOptions o) {
    GptConfigBuilder b =
        m.toBuilder()
            .context(or(o.context, m.context()))
            .layers(or(o.layers, m.layers()))
            .dropout(or(o.dropout, m.dropout()))
            .positions(or(o.positions, m.positions()))
            .norm(or(o.norm, m.norm()))
            .feedForward(or(o.feedForward, m.feedForward()))
            .activation(or(o.activation, m.activation()))
            .heads(or(o.heads, m.heads()))
            .dim(or(o.dim, m.dim()));
    if (o.kvHeads != null || o.heads != null) {
      b.kvHeads(or(o.kvHeads, or(o.heads, m.heads())));
    }
    if (o.dim != null && o.dim != m.dim()
        || o.feedForward != null && o.feedForward != m.feedForward()) {
      b.hidden(0); // the usual multiple of the new width
    }
    if (o.hidden != null) {
      b.hidden(Check.positive("hidden", o.hidden));
    }
    return b.build();
  }

  private static TrainSettings training(TrainSettings t, RecipeOptions o) {
    AdamW.Settings a = t.optimizer();
    long steps = or(o.steps, t.steps());
    double lr = or(o.lr, t.lr());
    return new TrainSettings(
        steps,
        or(o.batch, t.batch()),
        or(o.gradAccum, t.gradAccum()),
        or(o.windows, t.windows()),
        lr,
        // a preset's minimum and warm-up make way for a smaller rate or fewer steps
        or(o.minLr, Math.min(t.minLr(), lr)),
        or(o.warmup, Math.min(t.warmup(), steps)),
        or(o.decay, t.decay()),
        new AdamW.Settings(
            a.beta1(),
            or(o.beta2, a.beta2()),
            a.epsilon(),
            or(o.weightDecay, a.weightDecay()),
            or(o.clip, a.clip())),
        or(o.seed, t.seed()),
        or(o.evalEvery, t.evalEvery()));
  }

  private static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}

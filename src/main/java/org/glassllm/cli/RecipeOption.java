package org.glassllm.cli;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.glassllm.model.Activation;
import org.glassllm.model.FeedForward;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Mlp;
import org.glassllm.model.Norm;
import org.glassllm.model.Positions;
import org.glassllm.model.Spec;
import org.glassllm.optim.AdamW;
import org.glassllm.run.Recipe;
import org.glassllm.train.TrainSettings;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option of {@code glass train} that changes a recipe; without it the preset's value stays.
 *
 * @param name the option
 * @param label its value in the help
 * @param type type of the value
 * @param description for the help
 * @param own returns the value that a recipe has; null if the option has no effect on it
 */
record RecipeOption(
    String name, String label, Class<?> type, String description, Function<Recipe, Object> own) {
  private static final Class<?> INT = Integer.class, LONG = Long.class, DOUBLE = Double.class;
  private static final Class<?> TEXT = String.class;
  private static final String ONE_OF = ": ${COMPLETION-CANDIDATES}.";

  /** All options. */
  static final List<RecipeOption> ALL =
      List.of(
          model("--context", "T", INT, "Context length in tokens.", GptConfig::context),
          model("--layers", "L", INT, "Number of transformer blocks.", GptConfig::layers),
          model("--heads", "H", INT, "Number of attention heads; divides --dim.", GptConfig::heads),
          model(
              "--kv-heads",
              "G",
              INT,
              "Number of key-value heads; divides --heads. Default: one per head.",
              GptConfig::kvHeads),
          model("--dim", "C", INT, "Embedding dimension.", GptConfig::dim),
          model(
              "--dropout",
              "D",
              DOUBLE,
              "Dropout, at least 0, below 1.",
              m -> m.dropout().residual()),
          choice("--positions", "Position encoding", Positions.class, GptConfig::positions),
          choice("--norm", "Normalization", Norm.class, GptConfig::norm),
          choice("--feed-forward", "Feed-forward", FeedForward.class, GptConfig::feedForward),
          model(
              "--activation",
              "NAME",
              Activation.class,
              "Activation of a plain feed-forward" + ONE_OF,
              m -> m.feedForward() instanceof Mlp mlp ? mlp.activation() : null),
          model(
              "--hidden",
              "F",
              INT,
              "Hidden dimension of the feed-forward. Default: 4 C; of SwiGLU 8/3 C.",
              GptConfig::hidden),
          training("--steps", "N", LONG, "Optimizer steps of the whole run.", TrainSettings::steps),
          training("--batch", "B", INT, "Windows in a micro-batch.", TrainSettings::batch),
          training("--grad-accum", "N", INT, "Micro-batches in a step.", TrainSettings::gradAccum),
          training("--lr", "X", DOUBLE, "Peak learning rate.", TrainSettings::lr),
          training("--min-lr", "X", DOUBLE, "Final learning rate.", TrainSettings::minLr),
          training("--warmup", "N", LONG, "Steps of linear warm-up.", TrainSettings::warmup),
          training(
              "--decay",
              "NAME",
              TrainSettings.Decay.class,
              "Decay of the learning rate" + ONE_OF,
              TrainSettings::decay),
          adamw("--beta2", "AdamW's decay of squared gradients.", AdamW.Settings::beta2),
          adamw("--weight-decay", "Weight decay of matrices.", AdamW.Settings::weightDecay),
          adamw(
              "--clip",
              "Largest global norm of the gradients; 0 for no limit.",
              AdamW.Settings::clip),
          training(
              "--windows",
              "NAME",
              TrainSettings.Windows.class,
              "Choice of windows" + ONE_OF,
              TrainSettings::windows),
          training("--seed", "S", LONG, "Seed of everything random.", TrainSettings::seed),
          training(
              "--eval-every",
              "N",
              LONG,
              "Steps between evaluations, each with a checkpoint.",
              TrainSettings::evalEvery),
          new RecipeOption(
              "--tokenizer",
              "char|bpe|FILE",
              TEXT,
              "Kind of tokenizer to train on the text, or a tokenizer's file or folder.",
              Recipe::tokenizer),
          new RecipeOption(
              "--vocab", "V", INT, "Vocabulary size of a bpe tokenizer.", Recipe::vocab),
          new RecipeOption(
              "--kernels",
              "fused|readable",
              TEXT,
              "One libtorch call per operation, or the readable code of the lessons.",
              Recipe::kernels),
          new RecipeOption(
              "--precision",
              "float32|bfloat16|auto",
              TEXT,
              "Precision of matrix products; auto measures the faster one.",
              Recipe::precision));

  private static RecipeOption model(
      String name, String label, Class<?> type, String description, Function<GptConfig, ?> own) {
    return new RecipeOption(name, label, type, description, r -> own.apply(r.model()));
  }

  private static <S extends Spec> RecipeOption choice(
      String name, String what, Class<S> kind, Function<GptConfig, S> own) {
    String names = Spec.all(kind).stream().map(Spec::type).collect(Collectors.joining(", "));
    return model(name, "NAME", TEXT, what + ": " + names + ".", m -> own.apply(m).type());
  }

  private static RecipeOption training(
      String name,
      String label,
      Class<?> type,
      String description,
      Function<TrainSettings, ?> own) {
    return new RecipeOption(name, label, type, description, r -> own.apply(r.training()));
  }

  private static RecipeOption adamw(
      String name, String description, Function<AdamW.Settings, Double> own) {
    return training(name, "X", DOUBLE, description, t -> own.apply(t.optimizer()));
  }

  /** Returns the option in the form of picocli. */
  OptionSpec spec() {
    return OptionSpec.builder(name).paramLabel(label).type(type).description(description).build();
  }
}

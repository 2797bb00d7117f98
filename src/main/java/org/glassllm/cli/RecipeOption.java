package org.glassllm.cli;

import java.util.List;
import java.util.Set;
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
 * An option of {@code glass train} that changes a recipe. Without the option, the recipe keeps the
 * preset's value.
 *
 * @param name the option, such as {@code --layers}
 * @param label the placeholder of the value in the help
 * @param type the type of the value
 * @param description the description in the help
 * @param own returns the value of the option in a recipe; null if the option has no effect on the
 *     recipe
 */
record RecipeOption(
    String name, String label, Class<?> type, String description, Function<Recipe, Object> own) {
  private static final Class<?> INT = Integer.class, LONG = Long.class, DOUBLE = Double.class;
  private static final Class<?> TEXT = String.class;
  private static final String ONE_OF = ": ${COMPLETION-CANDIDATES}.";

  /** All options that change a recipe. */
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
              "Dropout probability, at least 0 and below 1.",
              m -> m.dropout().residual()),
          choice("--positions", "Position encoding", Positions.class, GptConfig::positions),
          choice("--norm", "Normalization", Norm.class, GptConfig::norm),
          choice("--feed-forward", "Feed-forward layer", FeedForward.class, GptConfig::feedForward),
          model(
              "--activation",
              "NAME",
              Activation.class,
              "Activation function of a plain feed-forward layer" + ONE_OF,
              m -> m.feedForward() instanceof Mlp mlp ? mlp.activation() : null),
          model(
              "--hidden",
              "F",
              INT,
              "Hidden dimension of the feed-forward layer. Default: 4 C, or 8/3 C with"
                  + " SwiGLU.",
              GptConfig::hidden),
          training(
              "--steps",
              "N",
              LONG,
              "Number of optimizer steps in the complete run.",
              TrainSettings::steps),
          training(
              "--batch",
              "B",
              INT,
              "Number of windows, examples, pairs or answers in a micro-batch.",
              TrainSettings::batch),
          training(
              "--grad-accum",
              "N",
              INT,
              "Number of micro-batches in an optimizer step.",
              TrainSettings::gradAccum),
          training("--lr", "X", DOUBLE, "Peak learning rate.", TrainSettings::lr),
          training("--min-lr", "X", DOUBLE, "Final learning rate.", TrainSettings::minLr),
          training(
              "--warmup", "N", LONG, "Number of steps of linear warm-up.", TrainSettings::warmup),
          training(
              "--decay",
              "NAME",
              TrainSettings.Decay.class,
              "Decay of the learning rate" + ONE_OF,
              TrainSettings::decay),
          adamw(
              "--beta2",
              "Decay factor of AdamW's running mean of squared gradients.",
              AdamW.Settings::beta2),
          adamw(
              "--weight-decay",
              "Weight decay of the weight matrices.",
              AdamW.Settings::weightDecay),
          adamw(
              "--clip",
              "Maximum gradient norm; gradient clipping scales larger gradients down. 0"
                  + " means no limit.",
              AdamW.Settings::clip),
          training(
              "--windows",
              "NAME",
              TrainSettings.Windows.class,
              "Choice of training windows" + ONE_OF,
              TrainSettings::windows),
          training(
              "--seed", "S", LONG, "Seed of all random numbers of the run.", TrainSettings::seed),
          training(
              "--eval-every",
              "N",
              LONG,
              "Number of steps between two evaluations. Each evaluation also saves a"
                  + " checkpoint.",
              TrainSettings::evalEvery),
          new RecipeOption(
              "--tokenizer",
              "char|bpe|FILE",
              TEXT,
              "Kind of tokenizer to train on the text, or the file or folder of a trained"
                  + " tokenizer.",
              Recipe::tokenizer),
          new RecipeOption(
              "--vocab", "V", INT, "Vocabulary size of a bpe tokenizer.", Recipe::vocab),
          new RecipeOption(
              "--kernels",
              "fused|readable",
              TEXT,
              "fused makes one libtorch call per operation; readable runs the code that the"
                  + " lessons show.",
              Recipe::kernels),
          new RecipeOption(
              "--precision",
              "float32|bfloat16|auto",
              TEXT,
              "Precision of matrix products; auto measures both and uses the faster"
                  + " precision.",
              Recipe::precision));

  /** The options that the parent run of a fine-tuning run fixes. */
  private static final Set<String> FIXED =
      Set.of(
          "--context",
          "--layers",
          "--heads",
          "--kv-heads",
          "--dim",
          "--positions",
          "--norm",
          "--feed-forward",
          "--activation",
          "--hidden",
          "--tokenizer",
          "--vocab");

  /** Returns the options of fine-tuning: all options except those that the parent run fixes. */
  static List<RecipeOption> fineTuning() {
    return ALL.stream().filter(option -> !FIXED.contains(option.name())).toList();
  }

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

  /** Returns this option as a picocli specification. */
  OptionSpec spec() {
    return OptionSpec.builder(name).paramLabel(label).type(type).description(description).build();
  }
}

package org.glassllm.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.glassllm.base.Check;
import org.glassllm.model.Activation;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.optim.AdamW;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.TrainSettings.Decay;
import org.glassllm.train.TrainSettings.Windows;

/** The recipes that have names. */
public final class Recipes {
  /** The default recipe. */
  public static final String DEFAULT = "tales";

  private static final Map<String, Supplier<Recipe>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("test", Recipes::test);
    ALL.put("tales", Recipes::tales);
    ALL.put("nano-cpu", Recipes::nanoCpu);
    ALL.put("nano-cpu-improved", Recipes::nanoCpuImproved);
    ALL.put("nano-gpu", Recipes::nanoGpu);
    ALL.put("gpt2", () -> gpt2("gpt2", 12, 12, 768, 6e-4));
    ALL.put("gpt2-medium", () -> gpt2("gpt2-medium", 24, 16, 1024, 3e-4));
    ALL.put("gpt2-large", () -> gpt2("gpt2-large", 36, 20, 1280, 2.5e-4));
    ALL.put("gpt2-xl", () -> gpt2("gpt2-xl", 48, 25, 1600, 2e-4));
  }

  private Recipes() {}

  /** Returns the names, smallest model first. */
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /** Returns the recipe of a name. */
  public static Recipe named(String name) {
    Check.oneOf("preset", name, ALL.keySet());
    return ALL.get(name).get();
  }

  /** A tiny model for tests, which trains for a second. */
  private static Recipe test() {
    GptConfigBuilder model = GptConfig.builder().context(32).layers(2).heads(2).dim(32);
    return new Recipe(
        "test",
        model.vocabSize(256).build(),
        training(50, 4, 3e-3, 3e-4, 5, 0.99, 25),
        "char",
        512);
  }

  /** Choices of recent small models: RoPE, RMSNorm, no biases. */
  private static GptConfigBuilder modern() {
    return GptConfig.builder()
        .bias(false)
        .positions(new Rope())
        .norm(new RmsNorm())
        .activation(Activation.RELU);
  }

  private static Recipe tales() {
    GptConfig model = modern().vocabSize(1024).context(128).layers(2).heads(4).dim(160).build();
    return new Recipe("tales", model, linear(1300, 8, 4e-3, 50, 260), "bpe", 1024);
  }

  private static GptConfigBuilder nano(int context, int layers, int heads, int dim) {
    return GptConfig.builder()
        .vocabSize(256)
        .context(context)
        .layers(layers)
        .heads(heads)
        .dim(dim)
        .bias(false)
        .activation(Activation.GELU);
  }

  /** nanoGPT's settings for tinyshakespeare on a CPU, from its README. */
  private static Recipe nanoCpu() {
    return new Recipe(
        "nano-cpu",
        nano(64, 4, 4, 128).build(),
        training(2000, 12, 1e-3, 1e-4, 100, 0.99, 250),
        "char",
        512);
  }

  /** As many parameters, tokens and steps; the README shows the effect of each change. */
  private static Recipe nanoCpuImproved() {
    return new Recipe(
        "nano-cpu-improved",
        modern().vocabSize(256).context(64).layers(4).heads(4).dim(128).build(),
        linear(2000, 12, 4e-3, 100, 250),
        "char",
        512);
  }

  /** nanoGPT's settings for tinyshakespeare on a GPU, from its config folder. */
  private static Recipe nanoGpu() {
    return new Recipe(
        "nano-gpu",
        nano(256, 6, 6, 384).dropout(0.2).build(),
        training(5000, 64, 1e-3, 1e-4, 100, 0.99, 250),
        "char",
        512);
  }

  /**
   * GPT-2's sizes. OpenAI did not publish their training settings. The learning rates are GPT-3's
   * for models of similar size (Brown et al. 2020, table 2.1), AdamW's settings those of its
   * appendix B; batch size, steps and warm-up are those of nanoGPT's reproduction.
   */
  private static Recipe gpt2(String name, int layers, int heads, int dim, double lr) {
    GptConfig model = GptConfig.builder().layers(layers).heads(heads).dim(dim).build();
    TrainSettings training =
        new TrainSettings(
            600_000,
            12,
            40,
            Windows.RANDOM,
            lr,
            lr / 10,
            2000,
            Decay.COSINE,
            AdamW.Settings.GPT3,
            1,
            2000);
    return new Recipe(name, model, training, "bpe", model.vocabSize());
  }

  private static TrainSettings training(
      long steps, int batch, double lr, double minLr, long warmup, double beta2, long evalEvery) {
    return new TrainSettings(
        steps,
        batch,
        1,
        Windows.RANDOM,
        lr,
        minLr,
        warmup,
        Decay.COSINE,
        new AdamW.Settings(0.9, beta2, 1e-8, 0.1, 1),
        1,
        evalEvery);
  }

  /** A high learning rate that decays linearly to 0. */
  private static TrainSettings linear(long steps, int batch, double lr, long warmup, long every) {
    return new TrainSettings(
        steps,
        batch,
        1,
        Windows.RANDOM,
        lr,
        0,
        warmup,
        Decay.LINEAR,
        new AdamW.Settings(0.9, 0.99, 1e-8, 0.1, 1),
        1,
        every);
  }
}

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

/** The named recipes. */
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
    GptConfig model = sized(GptConfig.builder(), 256, 32, 2, 2, 32).build();
    TrainSettings training = settings(50, 4, 3e-3, 3e-4, 5, Decay.COSINE, 25);
    return new Recipe("test", model, training, "char", 512);
  }

  /** Choices of recent small models: RoPE, RMSNorm, no biases. */
  private static GptConfigBuilder modern() {
    return GptConfig.builder()
        .bias(false)
        .positions(new Rope())
        .norm(new RmsNorm())
        .activation(Activation.RELU);
  }

  private static GptConfigBuilder sized(
      GptConfigBuilder model, int vocab, int context, int layers, int heads, int dim) {
    return model.vocabSize(vocab).context(context).layers(layers).heads(heads).dim(dim);
  }

  private static Recipe tales() {
    GptConfig model = sized(modern(), 1024, 128, 2, 4, 160).build();
    TrainSettings training = settings(1300, 8, 4e-3, 0, 50, Decay.LINEAR, 260);
    return new Recipe("tales", model, training, "bpe", 1024);
  }

  private static GptConfigBuilder nano() {
    return GptConfig.builder().bias(false).activation(Activation.GELU);
  }

  /** nanoGPT's settings for tinyshakespeare on a CPU, from its README. */
  private static Recipe nanoCpu() {
    GptConfig model = sized(nano(), 256, 64, 4, 4, 128).build();
    TrainSettings training = settings(2000, 12, 1e-3, 1e-4, 100, Decay.COSINE, 250);
    return new Recipe("nano-cpu", model, training, "char", 512);
  }

  /**
   * As many parameters, tokens and steps as nano-cpu; the README shows the effect of each change. A
   * high learning rate decays linearly to 0.
   */
  private static Recipe nanoCpuImproved() {
    GptConfig model = sized(modern(), 256, 64, 4, 4, 128).build();
    TrainSettings training = settings(2000, 12, 4e-3, 0, 100, Decay.LINEAR, 250);
    return new Recipe("nano-cpu-improved", model, training, "char", 512);
  }

  /** nanoGPT's settings for tinyshakespeare on a GPU, from its config folder. */
  private static Recipe nanoGpu() {
    GptConfig model = sized(nano(), 256, 256, 6, 6, 384).dropout(0.2).build();
    TrainSettings training = settings(5000, 64, 1e-3, 1e-4, 100, Decay.COSINE, 250);
    return new Recipe("nano-gpu", model, training, "char", 512);
  }

  private static TrainSettings settings(
      long steps, int batch, double lr, double minLr, long warmup, Decay decay, long evalEvery) {
    AdamW.Settings optimizer = new AdamW.Settings(0.9, 0.99, 1e-8, 0.1, 1);
    return new TrainSettings(
        steps, batch, 1, Windows.RANDOM, lr, minLr, warmup, decay, optimizer, 1, evalEvery);
  }

  /**
   * GPT-2's sizes. OpenAI did not publish their training settings. The learning rates are GPT-3's
   * for models of similar size (Brown et al. 2020, table 2.1), AdamW's settings those of its
   * appendix B; batch size, steps and warm-up are those of nanoGPT's reproduction.
   */
  private static Recipe gpt2(String name, int layers, int heads, int dim, double lr) {
    AdamW.Settings optimizer = AdamW.Settings.GPT3;
    GptConfig model = GptConfig.builder().layers(layers).heads(heads).dim(dim).build();
    TrainSettings training =
        new TrainSettings(
            600_000, 12, 40, Windows.RANDOM, lr, lr / 10, 2000, Decay.COSINE, optimizer, 1, 2000);
    return new Recipe(name, model, training, "bpe", model.vocabSize());
  }
}

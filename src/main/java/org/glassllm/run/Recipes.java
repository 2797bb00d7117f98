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

/** The recipes that users select by name. */
public final class Recipes {
  /** The name of the default recipe. */
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

  /** Returns the names of all recipes, from the smallest model to the largest. */
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /**
   * Returns the recipe with the given name; throws {@link org.glassllm.base.InputException} for an
   * unknown name.
   */
  public static Recipe named(String name) {
    Check.oneOf("preset", name, ALL.keySet());
    return ALL.get(name).get();
  }

  /** Returns the recipe of a tiny model for tests; training takes about a second. */
  private static Recipe test() {
    GptConfig model = sized(GptConfig.builder(), 256, 32, 2, 2, 32).build();
    TrainSettings training = settings(50, 4, 3e-3, 3e-4, 5, Decay.COSINE, 25);
    return new Recipe("test", model, training, "char", 512);
  }

  /** Returns a configuration with choices of recent small models: RoPE, RMSNorm and no biases. */
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

  /** Returns the settings for tinyshakespeare on a CPU from nanoGPT's README. */
  private static Recipe nanoCpu() {
    GptConfig model = sized(nano(), 256, 64, 4, 4, 128).build();
    TrainSettings training = settings(2000, 12, 1e-3, 1e-4, 100, Decay.COSINE, 250);
    return new Recipe("nano-cpu", model, training, "char", 512);
  }

  /**
   * Returns a recipe with as many parameters, tokens and steps as nano-cpu. A high learning rate
   * decays linearly to 0. The README shows the effect of each change.
   */
  private static Recipe nanoCpuImproved() {
    GptConfig model = sized(modern(), 256, 64, 4, 4, 128).build();
    TrainSettings training = settings(2000, 12, 4e-3, 0, 100, Decay.LINEAR, 250);
    return new Recipe("nano-cpu-improved", model, training, "char", 512);
  }

  /** Returns the settings for tinyshakespeare on a GPU from nanoGPT's config folder. */
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
   * Returns a recipe for a size of GPT-2. OpenAI did not publish GPT-2's training settings. The
   * learning rates are those of GPT-3 for models of similar size (Brown et al. 2020, table 2.1).
   * AdamW's settings come from appendix B of the same paper. Batch size, steps and warm-up come
   * from nanoGPT's reproduction of GPT-2.
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

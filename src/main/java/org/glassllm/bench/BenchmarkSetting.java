package org.glassllm.bench;

import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.Activation;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Kernels;

/**
 * A model and a batch size for which training speeds are published. nanoGPT's models use the exact
 * GELU; GPT-2 uses the tanh approximation.
 *
 * @param label the rounded number of parameters, such as {@code 0.8M}
 * @param batch B, the batch size
 * @param tokens T, the number of tokens in a window
 * @param config the model's configuration
 */
public record BenchmarkSetting(String label, int batch, int tokens, GptConfig config) {
  /** The setting of nanoGPT for a CPU. */
  public static final BenchmarkSetting SMALL =
      new BenchmarkSetting("0.8M", 12, 64, nanoGpt(64, 4, 4, 128));

  /** The setting of nanoGPT for tinyshakespeare on a GPU, with a smaller batch size. */
  public static final BenchmarkSetting MEDIUM =
      new BenchmarkSetting("10.8M", 8, 256, nanoGpt(256, 6, 6, 384));

  /** GPT-2 small, with the batch size of llm.c's example. */
  public static final BenchmarkSetting LARGE =
      new BenchmarkSetting("124M", 4, 64, GptConfig.builder().build());

  private static GptConfig nanoGpt(int context, int layers, int heads, int dim) {
    return GptConfig.builder()
        .vocabSize(65)
        .context(context)
        .layers(layers)
        .heads(heads)
        .dim(dim)
        .bias(false)
        .activation(Activation.GELU)
        .build();
  }

  /** Returns all settings, smallest model first. */
  public static List<BenchmarkSetting> values() {
    return List.of(SMALL, MEDIUM, LARGE);
  }

  /** Returns the setting with a label such as {@code 0.8M}. */
  public static BenchmarkSetting labelled(String label) {
    List<String> labels = values().stream().map(BenchmarkSetting::label).toList();
    Check.oneOf("setting", label, labels);
    return values().get(labels.indexOf(label));
  }

  /** Returns a new model of the setting, without initial values. */
  LanguageModel model(Kernels kernels) {
    return new Gpt(config, kernels);
  }

  /** Returns the FLOPs of one training step. */
  public double flopsPerStep() {
    return new ModelCosts(config).trainingFlopsPerToken(tokens) * batch * tokens;
  }
}

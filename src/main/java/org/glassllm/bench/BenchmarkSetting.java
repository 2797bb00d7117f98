package org.glassllm.bench;

import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.Activation;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Kernels;

/**
 * Models and batches with published training speeds. nanoGPT's models use the exact GELU, GPT-2
 * uses its tanh approximation.
 */
public enum BenchmarkSetting {
  /** nanoGPT's CPU setting. */
  SMALL("0.8M", 12, 64, 65, 64, 4, 4, 128, false, Activation.GELU),
  /** nanoGPT's GPU setting for tinyshakespeare, with a smaller batch. */
  MEDIUM("10.8M", 8, 256, 65, 256, 6, 6, 384, false, Activation.GELU),
  /** GPT-2 small with the batch of llm.c's example. */
  LARGE("124M", 4, 64, 50257, 1024, 12, 12, 768, true, Activation.GELU_TANH);

  private final String label;
  private final int batch;
  private final int tokens;
  private final GptConfig config;

  BenchmarkSetting(
      String label,
      int batch,
      int tokens,
      int vocabSize,
      int context,
      int layers,
      int heads,
      int dim,
      boolean bias,
      Activation activation) {
    this.label = label;
    this.batch = batch;
    this.tokens = tokens;
    config =
        GptConfig.builder()
            .vocabSize(vocabSize)
            .context(context)
            .layers(layers)
            .heads(heads)
            .dim(dim)
            .bias(bias)
            .activation(activation)
            .build();
  }

  /** Returns the setting with a label such as {@code 0.8M}. */
  public static BenchmarkSetting labelled(String label) {
    List<String> labels = Arrays.stream(values()).map(BenchmarkSetting::label).toList();
    int i = labels.indexOf(label);
    if (i < 0) {
      throw Check.illegal("setting", label, "one of " + String.join(", ", labels));
    }
    return values()[i];
  }

  /** Returns the rounded number of parameters, such as {@code 0.8M}. */
  public String label() {
    return label;
  }

  /** Returns B, the batch size. */
  public int batch() {
    return batch;
  }

  /** Returns T, the tokens of one window. */
  public int tokens() {
    return tokens;
  }

  /** Returns the model's configuration. */
  public GptConfig config() {
    return config;
  }

  /** Returns a new model of the setting, without values. */
  LanguageModel model(Kernels kernels) {
    return new Gpt(config, kernels);
  }

  /** Returns the floating-point operations of one training step. */
  public double flopsPerStep() {
    return new ModelCosts(config).trainingFlopsPerToken(tokens) * batch * tokens;
  }
}

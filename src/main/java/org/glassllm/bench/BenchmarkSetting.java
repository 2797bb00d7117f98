package org.glassllm.bench;

import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Activation;

/**
 * Models and batches that others have published speeds of, with their activations: nanoGPT's models
 * take the exact GELU, GPT-2 its tanh form.
 */
public enum BenchmarkSetting {
  /** nanoGPT's setting for a CPU. */
  SMALL("0.8M", 12, 64, 65, 64, 4, 4, 128, false, Activation.GELU),
  /** nanoGPT's setting for tinyshakespeare on a GPU, with a smaller batch. */
  MEDIUM("10.8M", 8, 256, 65, 256, 6, 6, 384, false, Activation.GELU),
  /** GPT-2 small, with the batch of llm.c's example. */
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

  /** The setting of a label. */
  public static BenchmarkSetting labelled(String label) {
    List<String> labels = Arrays.stream(values()).map(BenchmarkSetting::label).toList();
    int i = labels.indexOf(label);
    if (i < 0) {
      throw Check.illegal("settings", label, "of " + String.join(", ", labels));
    }
    return values()[i];
  }

  /** Number of parameters, as people say it. */
  public String label() {
    return label;
  }

  /** B, rows of a batch. */
  public int batch() {
    return batch;
  }

  /** T, tokens of a row. */
  public int tokens() {
    return tokens;
  }

  /** The model. */
  public GptConfig config() {
    return config;
  }

  /** Operations of one training step. */
  public double flopsPerStep() {
    return new ModelCosts(config).trainingFlopsPerToken(tokens) * batch * tokens;
  }
}

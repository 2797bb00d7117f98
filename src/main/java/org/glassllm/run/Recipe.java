package org.glassllm.run;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField.MayBeMissing;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.train.TrainSettings;

/**
 * Everything that determines a run except its data: model, training, tokenizer and arithmetic. Two
 * runs of one recipe on the same data have the same losses.
 *
 * @param preset name of the recipe that the settings started from
 * @param model the model; its vocabulary size is replaced by the tokenizer's
 * @param training the training settings
 * @param tokenizer {@code char}, {@code bpe}, or a tokenizer's file or folder
 * @param vocab vocabulary size of a {@code bpe} tokenizer that is trained on the text
 * @param kernels {@code fused} or {@code readable}
 * @param precision of the matrix products: {@code float32}, {@code bfloat16}, or {@code auto}: the
 *     faster one on the machine where the run starts
 */
public record Recipe(
    String preset,
    GptConfig model,
    TrainSettings training,
    String tokenizer,
    int vocab,
    @MayBeMissing String kernels,
    @MayBeMissing String precision) {
  private static final List<String> KINDS = List.of("char", "bpe");
  private static final String FUSED = "fused";
  private static final String FLOAT32 = Precision.FLOAT32.text();

  /** Checks the values; missing kernels are fused, a missing precision is float32. */
  public Recipe {
    if (model == null || training == null || tokenizer == null) {
      throw new InputException("a recipe needs a model, training settings and a tokenizer");
    }
    kernels = kernels == null ? FUSED : kernels;
    precision = precision == null ? FLOAT32 : precision;
    Kernels.named(
        kernels, Precision.AUTO.equals(precision) ? Precision.FLOAT32 : Precision.named(precision));
  }

  /** Creates a recipe with fused kernels in float32. */
  public Recipe(
      String preset, GptConfig model, TrainSettings training, String tokenizer, int vocab) {
    this(preset, model, training, tokenizer, vocab, FUSED, FLOAT32);
  }

  /** Returns whether the tokenizer is trained on the text; else it is a file or a folder. */
  boolean trainsTokenizer() {
    return KINDS.contains(tokenizer);
  }

  /** Returns a tokenizer that is valid in any folder: a kind to train, or an absolute path. */
  public static String located(String tokenizer) {
    return KINDS.contains(tokenizer)
        ? tokenizer
        : Path.of(tokenizer).toAbsolutePath().normalize().toString();
  }

  /** Returns this recipe with a tokenizer that is valid in any folder. */
  Recipe located() {
    return new Recipe(preset, model, training, located(tokenizer), vocab, kernels, precision);
  }

  /** Returns this recipe with a fixed precision; a measurement replaces {@code auto}. */
  Recipe settledOn(Device device) {
    if (!Precision.AUTO.equals(precision)) {
      return this;
    }
    Precision faster = FUSED.equals(kernels) ? Precision.auto(device) : Precision.FLOAT32;
    return new Recipe(preset, model, training, tokenizer, vocab, kernels, faster.text());
  }
}

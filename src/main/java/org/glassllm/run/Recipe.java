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
 * The settings of a run: everything except the data that determines the run's losses. Two runs with
 * the same recipe and the same data have the same losses.
 *
 * @param preset the name of the recipe from which the settings started
 * @param model the model's configuration; the tokenizer's vocabulary size replaces the
 *     configuration's vocabulary size
 * @param training the training settings
 * @param tokenizer {@code char}, {@code bpe}, or the file or folder of a tokenizer
 * @param vocab the vocabulary size of a {@code bpe} tokenizer that is trained on the data
 * @param kernels the kernels, {@code fused} or {@code readable}
 * @param precision the dtype of the matrix products: {@code float32}, {@code bfloat16}, or {@code
 *     auto} for the dtype that is faster on the machine where the run starts
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

  /**
   * Checks the values; replaces missing kernels by {@code fused} and a missing precision by {@code
   * float32}.
   */
  public Recipe {
    if (model == null || training == null || tokenizer == null) {
      throw new InputException(
          "a recipe needs a model, training settings and a tokenizer; add the missing field");
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

  /** Returns a copy of this recipe with other training settings. */
  public Recipe with(TrainSettings other) {
    return new Recipe(preset, model, other, tokenizer, vocab, kernels, precision);
  }

  /**
   * Returns a copy of this recipe without dropout. A stage that compares log-probabilities of a
   * trained policy with fixed log-probabilities needs a policy that is not random.
   */
  Recipe withoutDropout() {
    GptConfig fixed = model.toBuilder().dropout(0).build();
    return new Recipe(preset, fixed, training, tokenizer, vocab, kernels, precision);
  }

  /**
   * Checks that the model has no dropout.
   *
   * @param kind the stage that needs a policy without dropout
   */
  void requireNoDropout(String kind) {
    if (!model.equals(withoutDropout().model)) {
      throw new InputException(
          "illegal dropout in the stage %s: must be 0, because the stage compares log-probabilities"
              + " of training with fixed log-probabilities; set dropout to 0",
          kind);
    }
  }

  /** Returns whether the tokenizer is trained on the data; returns false for a file or a folder. */
  boolean trainsTokenizer() {
    return KINDS.contains(tokenizer);
  }

  /**
   * Returns the tokenizer in a form that is valid in any folder: {@code char}, {@code bpe} or an
   * absolute path.
   */
  public static String located(String tokenizer) {
    return KINDS.contains(tokenizer)
        ? tokenizer
        : Path.of(tokenizer).toAbsolutePath().normalize().toString();
  }

  /** Returns a copy of this recipe whose tokenizer is valid in any folder. */
  Recipe located() {
    return new Recipe(preset, model, training, located(tokenizer), vocab, kernels, precision);
  }

  /**
   * Returns a copy of this recipe with a fixed precision; a measurement of speed replaces {@code
   * auto}.
   */
  Recipe settledOn(Device device) {
    if (!Precision.AUTO.equals(precision)) {
      return this;
    }
    Precision faster = FUSED.equals(kernels) ? Precision.auto(device) : Precision.FLOAT32;
    return new Recipe(preset, model, training, tokenizer, vocab, kernels, faster.text());
  }
}

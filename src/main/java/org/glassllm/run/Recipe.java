package org.glassllm.run;

import ai.djl.Device;
import com.google.gson.JsonObject;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.train.TrainSettings;

/**
 * All that fixes a run but its text: model, training, tokenizer and arithmetic. Two runs of one
 * recipe on one text give the same losses.
 *
 * @param preset the name that it began with
 * @param model the model; its vocabulary size is the tokenizer's in the end
 * @param training how it is trained
 * @param tokenizer {@code char}, {@code bpe}, or a tokenizer's file or folder
 * @param vocab tokens of a {@code bpe} tokenizer that is trained on the text
 * @param kernels {@code fused} or {@code readable}
 * @param precision of the matrix products: {@code float32}, {@code bfloat16}, or {@code auto} for
 *     the faster one where the run begins
 */
public record Recipe(
    String preset,
    GptConfig model,
    TrainSettings training,
    String tokenizer,
    int vocab,
    String kernels,
    String precision) {
  private static final String FUSED = "fused";
  private static final String FLOAT32 = Precision.FLOAT32.text();

  /** Checks that nothing is missing; a recipe that names no arithmetic has the usual one. */
  public Recipe {
    if (model == null || training == null || tokenizer == null) {
      throw new InputException("a recipe needs a model, training settings and a tokenizer");
    }
    kernels = kernels == null ? FUSED : kernels;
    precision = precision == null ? FLOAT32 : precision;
    Kernels.named(
        kernels, Precision.AUTO.equals(precision) ? Precision.FLOAT32 : Precision.named(precision));
  }

  /** A recipe with fused kernels in float32. */
  public Recipe(
      String preset, GptConfig model, TrainSettings training, String tokenizer, int vocab) {
    this(preset, model, training, tokenizer, vocab, FUSED, FLOAT32);
  }

  /** The recipe as {@code run.json} stores it, without the model. */
  record Stored(
      String preset,
      TrainSettings training,
      String tokenizer,
      int vocab,
      String kernels,
      String precision) {
    Recipe recipe(GptConfig model) {
      return new Recipe(preset, model, training, tokenizer, vocab, kernels, precision);
    }
  }

  /** Returns the JSON of {@code run.json}. */
  JsonObject toJson() {
    JsonObject o =
        Json.tree(new Stored(preset, training, tokenizer, vocab, kernels, precision))
            .getAsJsonObject();
    o.add("model", ConfigJson.write(model));
    return o;
  }

  /** This recipe with the precision settled, by a measurement if it is {@code auto}. */
  Recipe settledOn(Device device) {
    if (!Precision.AUTO.equals(precision)) {
      return this;
    }
    Precision faster = FUSED.equals(kernels) ? Precision.auto(device) : Precision.FLOAT32;
    return new Recipe(preset, model, training, tokenizer, vocab, kernels, faster.text());
  }
}

package org.glassllm.checkpoint;

import com.google.gson.JsonObject;
import org.glassllm.base.InputException;
import org.glassllm.model.Activation;
import org.glassllm.model.FeedForward;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Mlp;
import org.glassllm.model.Norm;
import org.glassllm.model.Positions;
import org.glassllm.model.Spec;

/** Reads the configuration in {@code run.json}. In format 1 the keys are Java field names. */
public final class RecipeConfig {
  private RecipeConfig() {}

  /**
   * Returns a configuration of any format.
   *
   * @param source names the JSON in messages
   */
  public static GptConfig read(JsonObject o, String source) {
    if (!o.has("vocabSize")) {
      return ConfigJson.read(o, source);
    }
    try {
      return format1(o);
    } catch (InputException e) {
      throw new InputException(source + ": " + e.getMessage(), e);
    } catch (NullPointerException | IllegalStateException | IllegalArgumentException e) {
      throw new InputException(source + " lacks a model field, or has a wrong type; restore it from a copy", e);
    }
  }

  private static GptConfig format1(JsonObject o) {
    int dim = o.get("dim").getAsInt(), hidden = o.get("hidden").getAsInt();
    FeedForward feedForward = Spec.read(FeedForward.class, o.get("feedForward"), "feedForward");
    if (feedForward instanceof Mlp) {
      feedForward = new Mlp(0, Activation.valueOf(o.get("activation").getAsString()));
    }
    return GptConfig.builder()
        .vocabSize(o.get("vocabSize").getAsInt())
        .context(o.get("context").getAsInt())
        .layers(o.get("layers").getAsInt())
        .heads(o.get("heads").getAsInt())
        .kvHeads(o.get("kvHeads").getAsInt())
        .dim(dim)
        .feedForward(
            hidden == feedForward.hidden(dim) ? feedForward : feedForward.withHidden(hidden))
        .dropout(o.get("dropout").getAsDouble())
        .bias(o.get("bias").getAsBoolean())
        .tiedHead(o.get("tiedHead").getAsBoolean())
        .positions(Spec.read(Positions.class, o.get("positions"), "positions"))
        .norm(Spec.read(Norm.class, o.get("norm"), "norm"))
        .preNorm(o.get("preNorm").getAsBoolean())
        .initStd(o.get("initStd").getAsDouble())
        .build();
  }
}

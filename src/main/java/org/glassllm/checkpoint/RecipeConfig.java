package org.glassllm.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.model.Activation;
import org.glassllm.model.FeedForward;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Mlp;
import org.glassllm.model.MultiHeadAttention;
import org.glassllm.model.Norm;
import org.glassllm.model.Positions;
import org.glassllm.model.Spec;

/**
 * Reads the model's configuration in {@code run.json}. In format 1 the keys are the names of Java
 * fields.
 */
public final class RecipeConfig {
  private RecipeConfig() {}

  private record Format1(
      int vocabSize,
      int context,
      int layers,
      int heads,
      int kvHeads,
      int dim,
      int hidden,
      double dropout,
      boolean bias,
      boolean tiedHead,
      String positions,
      String norm,
      boolean preNorm,
      String feedForward,
      Activation activation,
      double initStd) {

    GptConfig config() {
      FeedForward ffn = Spec.named(FeedForward.class, feedForward, "feedForward");
      ffn = ffn instanceof Mlp ? new Mlp(0, activation) : ffn;
      return new GptConfig(
          vocabSize,
          context,
          layers,
          dim,
          new MultiHeadAttention(heads, kvHeads, 0),
          Spec.named(Positions.class, positions, "positions"),
          Spec.named(Norm.class, norm, "norm"),
          preNorm,
          hidden == ffn.hidden(dim) ? ffn : ffn.withHidden(hidden),
          GptConfig.Dropout.of(dropout),
          bias,
          tiedHead,
          initStd);
    }
  }

  /** Returns the configuration in JSON of format 1 or 2; unknown and missing names are errors. */
  public static GptConfig read(JsonField json) {
    if (json.object().has("vocabSize")) {
      return json.checked(json.record(Format1.class)::config);
    }
    GptConfig config = ConfigJson.read(json);
    requireSame(ConfigJson.write(config), json.object(), json.place());
    return config;
  }

  /** Checks that the given JSON has exactly the names and values of the JSON that we write. */
  static void requireSame(JsonObject written, JsonObject given, String place) {
    Set<String> names = new TreeSet<>(written.keySet());
    names.addAll(given.keySet());
    for (String name : names) {
      JsonElement own = written.get(name), other = given.get(name);
      if (own instanceof JsonObject inner && other instanceof JsonObject outer) {
        requireSame(inner, outer, place + "." + name);
      } else if (!Objects.equals(own, other)) {
        throw new InputException(
            "%s.%s%s",
            place,
            InputException.shown(name),
            own == null
                ? " is an unknown name; remove it"
                : other == null
                    ? " is missing, must be " + own
                    : " is " + InputException.shown(other) + ", must be " + own);
      }
    }
  }
}

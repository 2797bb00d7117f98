package org.glassllm.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.model.Activation;
import org.glassllm.model.FeedForward;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.model.LayerNorm;
import org.glassllm.model.LearnedPositions;
import org.glassllm.model.Mlp;
import org.glassllm.model.Norm;
import org.glassllm.model.Positions;
import org.glassllm.model.Spec;

/**
 * Reads and writes {@code config.json}. It has the keys of Hugging Face's GPT-2; the key {@code
 * glassllm} holds the choices that GPT-2 does not have.
 */
public final class ConfigJson {
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "gelu", Activation.GELU,
          "gelu_new", Activation.GELU_TANH,
          "gelu_pytorch_tanh", Activation.GELU_TANH,
          "relu", Activation.RELU,
          "silu", Activation.SILU,
          "swish", Activation.SILU);

  /** Hugging Face's keys that change the computation, with the values that we support. */
  private static final Map<String, JsonPrimitive> USUAL =
      Map.of(
          "scale_attn_weights", new JsonPrimitive(true),
          "scale_attn_by_inverse_layer_idx", new JsonPrimitive(false),
          "add_cross_attention", new JsonPrimitive(false));

  private ConfigJson() {}

  /** Returns the JSON of a configuration. */
  public static JsonObject write(GptConfig c) {
    JsonObject o = new JsonObject();
    boolean gpt2 = isGpt2(c);
    o.addProperty("model_type", gpt2 ? "gpt2" : "glassllm");
    o.add("architectures", Json.tree(List.of(gpt2 ? "GPT2LMHeadModel" : "Gpt")));
    o.addProperty("vocab_size", c.vocabSize());
    o.addProperty("n_positions", c.context());
    o.addProperty("n_ctx", c.context());
    o.addProperty("n_embd", c.dim());
    o.addProperty("n_layer", c.layers());
    o.addProperty("n_head", c.heads());
    o.addProperty("n_inner", c.hidden());
    Activation activation =
        c.feedForward() instanceof Mlp mlp ? mlp.activation() : Activation.GELU_TANH;
    o.addProperty("activation_function", name(activation));
    o.addProperty("resid_pdrop", c.dropout().residual());
    o.addProperty("embd_pdrop", c.dropout().embedding());
    o.addProperty("attn_pdrop", c.dropout().attention());
    o.addProperty("layer_norm_epsilon", c.norm().epsilon());
    o.addProperty("initializer_range", c.initStd());
    o.addProperty("tie_word_embeddings", c.tiedHead());
    o.add("glassllm", writeOwn(c));
    return o;
  }

  private static JsonObject writeOwn(GptConfig c) {
    JsonObject own = new JsonObject();
    own.addProperty("kv_heads", c.kvHeads());
    if (c.headDim() * c.heads() != c.dim()) {
      own.addProperty("head_dim", c.headDim());
    }
    own.addProperty("bias", c.bias());
    own.add("positions", c.positions().toJson());
    own.add("norm", c.norm().withEpsilon(Norm.EPSILON).toJson());
    own.addProperty("pre_norm", c.preNorm());
    FeedForward rest = c.feedForward() instanceof Mlp ? new Mlp() : c.feedForward().withHidden(0);
    own.add("feed_forward", rest.toJson());
    return own;
  }

  private static String name(Activation activation) {
    return activation == Activation.GELU_TANH
        ? "gelu_new"
        : activation.name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether GPT-2's code computes the same logits with these weights. */
  static boolean isGpt2(GptConfig c) {
    return c.bias()
        && c.preNorm()
        && c.kvHeads() == c.heads()
        && c.headDim() * c.heads() == c.dim()
        && c.positions() instanceof LearnedPositions
        && c.norm() instanceof LayerNorm
        && c.feedForward() instanceof Mlp;
  }

  /** Returns the configuration in a {@code config.json}. */
  public static GptConfig readFrom(Path file) {
    return read(Json.readObject(file), file.toString());
  }

  /**
   * Returns the configuration in a JSON object that we or Hugging Face wrote.
   *
   * @param source names the JSON in messages
   */
  public static GptConfig read(JsonObject o, String source) {
    JsonElement own = o.get("glassllm");
    JsonElement type = o.get("model_type");
    if (own == null && type != null && !"gpt2".equals(type.getAsString())) {
      throw new InputException(
          "%s has a model of type %s, must be gpt2 or glassllm", source, type.getAsString());
    }
    USUAL.forEach(
        (key, usual) -> {
          if (o.has(key) && !usual.equals(o.get(key))) {
            throw new InputException("%s has %s %s, must be %s", source, key, o.get(key), usual);
          }
        });
    try {
      return config(o, own == null ? new JsonObject() : own.getAsJsonObject());
    } catch (NullPointerException | IllegalStateException | UnsupportedOperationException e) {
      throw new InputException(
          source + " lacks vocab_size, n_positions, n_embd, n_layer, n_head or a glassllm key", e);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static GptConfig config(JsonObject o, JsonObject own) {
    GptConfig usual = GptConfig.builder().build();
    GptConfigBuilder b =
        GptConfig.builder()
            .vocabSize(o.get("vocab_size").getAsInt())
            .context(o.get("n_positions").getAsInt())
            .dim(o.get("n_embd").getAsInt())
            .layers(o.get("n_layer").getAsInt())
            .heads(o.get("n_head").getAsInt())
            .initStd(number(o, "initializer_range", usual.initStd()))
            .tiedHead(!o.has("tie_word_embeddings") || o.get("tie_word_embeddings").getAsBoolean())
            .dropout(
                new GptConfig.Dropout(
                    number(o, "embd_pdrop", 0),
                    number(o, "attn_pdrop", 0),
                    number(o, "resid_pdrop", 0)));
    Norm norm = usual.norm();
    FeedForward feedForward = usual.feedForward();
    if (!own.isEmpty()) {
      norm = Spec.read(Norm.class, own.get("norm"), "norm");
      feedForward = Spec.read(FeedForward.class, own.get("feed_forward"), "feed_forward");
      b.kvHeads(own.get("kv_heads").getAsInt())
          .headDim(own.has("head_dim") ? own.get("head_dim").getAsInt() : 0)
          .bias(own.get("bias").getAsBoolean())
          .positions(Spec.read(Positions.class, own.get("positions"), "positions"))
          .preNorm(own.get("pre_norm").getAsBoolean());
    }
    if (feedForward instanceof Mlp) {
      feedForward = new Mlp(0, activation(o));
    }
    int dim = o.get("n_embd").getAsInt(), hidden = (int) number(o, "n_inner", 0);
    boolean usualHidden = hidden == feedForward.withHidden(0).hidden(dim);
    return b.norm(norm.withEpsilon(number(o, "layer_norm_epsilon", Norm.EPSILON)))
        .feedForward(feedForward.withHidden(usualHidden ? 0 : hidden))
        .build();
  }

  private static double number(JsonObject o, String key, double missing) {
    return o.has(key) && !o.get(key).isJsonNull() ? o.get(key).getAsDouble() : missing;
  }

  private static Activation activation(JsonObject o) {
    JsonElement name = o.get("activation_function");
    String text = name == null ? "gelu_new" : name.getAsString();
    return ACTIVATIONS.get(Check.oneOf("activation_function", text, ACTIVATIONS.keySet()));
  }
}

package org.glassllm.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.model.Norm;
import org.glassllm.tensor.Activation;

/**
 * {@code config.json}: Hugging Face's GPT-2 keys where they exist, and under {@code glassllm} what
 * GPT-2 does not know.
 */
public final class ConfigJson {
  private ConfigJson() {}

  /** The JSON of a configuration. */
  public static JsonObject write(GptConfig c) {
    JsonObject o = new JsonObject();
    boolean gpt2 = isGpt2(c);
    o.addProperty("model_type", gpt2 ? "gpt2" : "glassllm");
    JsonArray architectures = new JsonArray();
    architectures.add(gpt2 ? "GPT2LMHeadModel" : "Gpt");
    o.add("architectures", architectures);
    o.addProperty("vocab_size", c.vocabSize());
    o.addProperty("n_positions", c.context());
    o.addProperty("n_ctx", c.context());
    o.addProperty("n_embd", c.dim());
    o.addProperty("n_layer", c.layers());
    o.addProperty("n_head", c.heads());
    o.addProperty("n_inner", c.hidden());
    o.addProperty("activation_function", name(c.activation()));
    o.addProperty("resid_pdrop", c.dropout());
    o.addProperty("embd_pdrop", c.dropout());
    o.addProperty("attn_pdrop", c.dropout());
    o.addProperty("layer_norm_epsilon", Norm.EPSILON);
    o.addProperty("initializer_range", c.initStd());
    o.addProperty("tie_word_embeddings", c.tiedHead());
    JsonObject own = new JsonObject();
    own.addProperty("kv_heads", c.kvHeads());
    own.addProperty("bias", c.bias());
    own.addProperty("positions", c.positions().name());
    own.addProperty("norm", c.norm().name());
    own.addProperty("pre_norm", c.preNorm());
    own.addProperty("feed_forward", c.feedForward().name());
    o.add("glassllm", own);
    return o;
  }

  /** Whether another program that knows only GPT-2 computes the same with these weights. */
  static boolean isGpt2(GptConfig c) {
    return c.bias()
        && c.preNorm()
        && c.kvHeads() == c.heads()
        && c.positions() == GptConfig.Positions.LEARNED
        && c.norm() == GptConfig.NormKind.LAYER_NORM
        && c.feedForward() == GptConfig.FeedForwardKind.PLAIN;
  }

  /**
   * The configuration of a JSON, also of one that Hugging Face wrote for a GPT-2. There is one
   * dropout, {@code resid_pdrop}; it matters only where the model is trained on.
   *
   * @param source names the JSON in errors
   */
  public static GptConfig read(JsonObject o, String source) {
    JsonElement own = o.get("glassllm");
    String type = string(o, "model_type", "gpt2");
    if (own == null && !"gpt2".equals(type)) {
      throw new InputException(
          source + " describes a model of type " + type + "; only gpt2 and our own can be read");
    }
    requireUsual(o, source);
    try {
      GptConfigBuilder b =
          GptConfig.builder()
              .vocabSize(o.get("vocab_size").getAsInt())
              .context(o.get("n_positions").getAsInt())
              .dim(o.get("n_embd").getAsInt())
              .layers(o.get("n_layer").getAsInt())
              .heads(o.get("n_head").getAsInt())
              .activation(activation(string(o, "activation_function", "gelu_new"), source));
      if (o.has("n_inner") && !o.get("n_inner").isJsonNull()) {
        b.hidden(o.get("n_inner").getAsInt());
      }
      if (o.has("resid_pdrop")) {
        b.dropout(o.get("resid_pdrop").getAsDouble());
      }
      if (o.has("initializer_range")) {
        b.initStd(o.get("initializer_range").getAsDouble());
      }
      b.tiedHead(!o.has("tie_word_embeddings") || o.get("tie_word_embeddings").getAsBoolean());
      return own == null ? b.build() : readOwn(b, own.getAsJsonObject()).build();
    } catch (NullPointerException | IllegalStateException | UnsupportedOperationException e) {
      throw new InputException(
          source + " lacks vocab_size, n_positions, n_embd, n_layer, n_head or one of our keys", e);
    } catch (IllegalArgumentException e) {
      throw new InputException(source + ": " + e.getMessage(), e);
    }
  }

  /** Keys of Hugging Face that change what a model computes must have their usual values. */
  private static void requireUsual(JsonObject o, String source) {
    JsonObject usual = new JsonObject();
    usual.addProperty("layer_norm_epsilon", Norm.EPSILON);
    usual.addProperty("scale_attn_weights", true);
    usual.addProperty("scale_attn_by_inverse_layer_idx", false);
    usual.addProperty("add_cross_attention", false);
    for (String key : usual.keySet()) {
      if (o.has(key) && !usual.get(key).equals(o.get(key))) {
        throw new InputException(
            source
                + " has "
                + key
                + " "
                + o.get(key)
                + "; only "
                + usual.get(key)
                + " can be read");
      }
    }
  }

  private static GptConfigBuilder readOwn(GptConfigBuilder b, JsonObject own) {
    return b.kvHeads(own.get("kv_heads").getAsInt())
        .bias(own.get("bias").getAsBoolean())
        .positions(GptConfig.Positions.valueOf(own.get("positions").getAsString()))
        .norm(GptConfig.NormKind.valueOf(own.get("norm").getAsString()))
        .preNorm(own.get("pre_norm").getAsBoolean())
        .feedForward(GptConfig.FeedForwardKind.valueOf(own.get("feed_forward").getAsString()));
  }

  private static String string(JsonObject o, String key, String missing) {
    return o.has(key) && o.get(key).isJsonPrimitive() ? o.get(key).getAsString() : missing;
  }

  private static String name(Activation activation) {
    return switch (activation) {
      case GELU -> "gelu";
      case GELU_TANH -> "gelu_new";
      case RELU -> "relu";
      case SILU -> "silu";
    };
  }

  private static Activation activation(String name, String source) {
    return switch (name) {
      case "gelu" -> Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh" -> Activation.GELU_TANH;
      case "relu" -> Activation.RELU;
      case "silu", "swish" -> Activation.SILU;
      default ->
          throw new InputException(
              source
                  + " asks for the activation "
                  + name
                  + "; gelu, gelu_new, relu and silu exist");
    };
  }

  /** Reads {@code config.json} of a folder. */
  public static GptConfig readFrom(Path file) {
    return read(Json.readObject(file), file.toString());
  }
}

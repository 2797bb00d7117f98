package org.glassllm.checkpoint;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.glassllm.base.Check;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.model.Activation;
import org.glassllm.model.Attention;
import org.glassllm.model.FeedForward;
import org.glassllm.model.GptConfig;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.model.LayerNorm;
import org.glassllm.model.LearnedPositions;
import org.glassllm.model.Mlp;
import org.glassllm.model.MultiHeadAttention;
import org.glassllm.model.Norm;
import org.glassllm.model.Positions;
import org.glassllm.model.Spec;

/**
 * Reads and writes {@code config.json}. The file has the keys of Hugging Face's GPT-2; the key
 * {@code glassllm} holds the choices that GPT-2 does not have.
 */
public final class ConfigJson {
  private static final Map<String, Activation> ACTIVATIONS =
      new TreeMap<>(
          Map.of(
              "gelu", Activation.GELU,
              "gelu_new", Activation.GELU_TANH,
              "gelu_pytorch_tanh", Activation.GELU_TANH,
              "relu", Activation.RELU,
              "silu", Activation.SILU,
              "swish", Activation.SILU));

  /** The values of {@code model_type}; the second one needs the key {@code glassllm}. */
  private static final String GPT2 = "gpt2", OWN_TYPE = "glassllm";

  /** The names under {@code glassllm}. */
  private static final List<String> OWN =
      List.of("kv_heads", "head_dim", "bias", "positions", "norm", "pre_norm", "feed_forward");

  /**
   * Hugging Face's keys that change the computation, with the only value that we support for each
   * key.
   */
  private static final Map<String, Boolean> USUAL =
      Map.of(
          "scale_attn_weights", true,
          "scale_attn_by_inverse_layer_idx", false,
          "add_cross_attention", false);

  private ConfigJson() {}

  /** Returns a configuration as JSON in the format of {@code config.json}. */
  public static JsonObject write(GptConfig c) {
    JsonObject o = new JsonObject();
    boolean gpt2 = isGpt2(c);
    o.addProperty("model_type", gpt2 ? GPT2 : OWN_TYPE);
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

  /**
   * Returns whether Hugging Face's GPT-2 code computes the same logits for a model with this
   * configuration.
   */
  static boolean isGpt2(GptConfig c) {
    return c.bias()
        && c.preNorm()
        && c.kvHeads() == c.heads()
        && c.headDim() * c.heads() == c.dim()
        && c.positions() instanceof LearnedPositions
        && c.norm() instanceof LayerNorm
        && c.feedForward() instanceof Mlp;
  }

  /**
   * Returns the configuration in a {@code config.json} that we or Hugging Face wrote. Unknown keys
   * are ignored, except under the key {@code glassllm}, where an unknown key is an error.
   */
  public static GptConfig read(JsonField o) {
    JsonField own = o.get("glassllm"), type = o.get("model_type");
    if (!type.isAbsent()) {
      type.string(own.isAbsent() ? List.of(GPT2) : List.of(GPT2, OWN_TYPE));
    }
    USUAL.forEach(
        (key, usual) -> {
          if (o.get(key).flag(usual) != usual) {
            throw o.get(key).wrong(usual.toString());
          }
        });
    GptConfig usual = GptConfig.builder().build();
    GptConfigBuilder b =
        GptConfig.builder()
            .vocabSize(o.get("vocab_size").integer())
            .context(o.get("n_positions").integer())
            .dim(o.get("n_embd").integer())
            .layers(o.get("n_layer").integer())
            .initStd(o.get("initializer_range").number(usual.initStd()))
            .tiedHead(o.get("tie_word_embeddings").flag(true))
            .dropout(o.checked(() -> dropout(o)));
    Norm norm = usual.norm();
    FeedForward feedForward = usual.feedForward();
    if (!own.isAbsent()) {
      own.object(OWN);
      norm = Spec.read(Norm.class, own.get("norm"));
      feedForward = Spec.read(FeedForward.class, own.get("feed_forward"));
      b.bias(own.get("bias").flag())
          .positions(Spec.read(Positions.class, own.get("positions")))
          .preNorm(own.get("pre_norm").flag());
    }
    b.attention(attention(o, own));
    b.norm(withEpsilon(norm, o)).feedForward(withSize(feedForward, o));
    return o.checked(b::build);
  }

  private static Attention attention(JsonField o, JsonField own) {
    int heads = o.get("n_head").integer();
    int kvHeads = own.isAbsent() ? heads : (int) own.get("kv_heads").whole(1, Integer.MAX_VALUE);
    int headDim = own.isAbsent() ? 0 : own.get("head_dim").integer(0);
    return o.checked(() -> new MultiHeadAttention(heads, kvHeads, headDim));
  }

  private static GptConfig.Dropout dropout(JsonField o) {
    return new GptConfig.Dropout(
        o.get("embd_pdrop").number(0),
        o.get("attn_pdrop").number(0),
        o.get("resid_pdrop").number(0));
  }

  private static Norm withEpsilon(Norm norm, JsonField o) {
    double epsilon = o.get("layer_norm_epsilon").number(Norm.EPSILON);
    return o.checked(() -> norm.withEpsilon(epsilon));
  }

  /**
   * Returns the feed-forward layer with the activation function and the hidden size of the file. If
   * the file has the default hidden size, the size stays unset.
   */
  private static FeedForward withSize(FeedForward kind, JsonField o) {
    JsonField name = o.get("activation_function");
    Activation activation =
        ACTIVATIONS.get(name.isAbsent() ? "gelu_new" : name.string(ACTIVATIONS.keySet()));
    FeedForward feedForward = kind instanceof Mlp ? new Mlp(0, activation) : kind;
    boolean given = !o.get("n_inner").isAbsent();
    int hidden = o.get("n_inner").integer(0), dim = o.get("n_embd").integer();
    return o.checked(
        () -> {
          Check.atLeast("n_inner", hidden, given ? 1 : 0);
          return hidden == feedForward.withHidden(0).hidden(dim)
              ? feedForward.withHidden(0)
              : feedForward.withHidden(hidden);
        });
  }
}

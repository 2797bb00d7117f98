package org.glassllm.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.model.GptConfig;

/** Parameters, bytes and operations of a model, from its configuration alone. */
public final class ModelCosts {
  private final GptConfig c;

  /**
   * @param config the model's
   */
  public ModelCosts(GptConfig config) {
    this.c = config;
  }

  /** Returns the parameters of each part, in order; a tied head has none of its own. */
  public Map<String, Long> parametersByPart() {
    long table = (long) c.vocabSize() * c.dim(), layers = c.layers();
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("token embedding", table);
    parts.put("position embedding", c.positions().parameters(c));
    parts.put("attention", layers * c.attention().parameters(c));
    parts.put("feed-forward", layers * c.feedForward().parameters(c));
    parts.put("norms", (2 * layers + (c.preNorm() ? 1 : 0)) * c.norm().parameters(c));
    parts.put("head", c.tiedHead() ? 0 : table);
    return parts;
  }

  /** All parameters. */
  public long parameters() {
    return parametersByPart().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Operations of training on one token, forward and backward: {@code 6 (N - N_positions) + 12 L C
   * T} (Chowdhery et al. 2022, appendix B; a multiplication and an addition count as two).
   */
  public double trainingFlopsPerToken() {
    return trainingFlopsPerToken(c.context());
  }

  /**
   * As {@link #trainingFlopsPerToken()}, for texts of T tokens that are shorter than the context.
   */
  public double trainingFlopsPerToken(int tokens) {
    long active = parameters() - parametersByPart().get("position embedding");
    return 6.0 * active + c.layers() * c.attention().trainingFlopsPerToken(c, tokens);
  }

  /** Bytes of weights, gradients and AdamW's two moments in float32: 16 a parameter. */
  public long trainingBytes() {
    return 16 * parameters();
  }

  /**
   * Bytes of the activations that wait for the backward pass, in half precision: {@code L · B · T ·
   * (34 · C + 5 · H · T)}, or {@code 2 · L · B · T · C} where gradient checkpointing keeps only
   * each layer's input (Korthikanti et al. 2022, "Reducing Activation Recomputation in Large
   * Transformer Models", section 4). That is for attention that keeps its weights, with dropout; a
   * fused kernel keeps less, float32 takes about twice as much.
   *
   * @param batch B, texts at once
   * @param tokens T, tokens of a text
   * @param checkpointing whether all but the layers' inputs is computed again
   */
  public long activationBytes(int batch, int tokens, boolean checkpointing) {
    long perPosition = checkpointing ? 2L * c.dim() : 34L * c.dim() + 5L * c.heads() * tokens;
    return c.layers() * (long) batch * tokens * perPosition;
  }

  /**
   * Bytes of the keys and values of a context: {@code 2 · batch · L · G · T · D · bytes}.
   *
   * @param batch sequences at once
   * @param bytesPerNumber 4 for float32, 2 for half precision
   */
  public long kvCacheBytes(int batch, int bytesPerNumber) {
    return 2L * batch * c.layers() * c.kvHeads() * c.context() * c.headDim() * bytesPerNumber;
  }
}

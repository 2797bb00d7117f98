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

  /** Parameters of each part, in order; the tied head has none of its own. */
  public Map<String, Long> parametersByPart() {
    long dim = c.dim(), kvDim = (long) c.kvHeads() * c.headDim(), hidden = c.hidden();
    long bias = c.bias() ? 1 : 0;
    long norm = c.norm() == GptConfig.NormKind.LAYER_NORM ? dim * (1 + bias) : dim;
    boolean gated = c.feedForward() == GptConfig.FeedForwardKind.SWIGLU;
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("token embedding", c.vocabSize() * dim);
    parts.put(
        "position embedding", c.positions() == GptConfig.Positions.LEARNED ? c.context() * dim : 0);
    parts.put(
        "attention", c.layers() * (linear(dim, dim + 2 * kvDim, bias) + linear(dim, dim, bias)));
    parts.put(
        "feed-forward",
        c.layers() * ((gated ? 2 : 1) * linear(dim, hidden, bias) + linear(hidden, dim, bias)));
    parts.put("norms", (c.layers() * 2L + (c.preNorm() ? 1 : 0)) * norm);
    parts.put("head", c.tiedHead() ? 0 : c.vocabSize() * dim);
    return parts;
  }

  private static long linear(long in, long out, long bias) {
    return in * out + bias * out;
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
    return 6.0 * active + 12.0 * c.layers() * c.dim() * tokens;
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

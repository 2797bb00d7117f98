package org.glassllm.model;

import java.util.Map;

/** The kind of attention in a model's configuration. */
public sealed interface Attention extends Spec permits MultiHeadAttention {
  /** Returns H, the number of query heads. */
  int heads();

  /** Returns G, the number of key-value heads. */
  int kvHeads();

  /** Returns D, the number of channels of a head, in a model with C channels. */
  int headDim(int dim);

  /**
   * Throws {@link org.glassllm.base.InputException} if this attention does not fit {@code dim}
   * channels.
   */
  void check(int dim);

  /** Builds the attention block of a layer. */
  GlassBlock build(GptConfig config, int layer);

  /**
   * Returns the names and the widths of the projections in the columns of {@code c_attn}, in order.
   *
   * @param dim C, number of channels of the model
   */
  Map<String, Integer> projections(int dim);

  /** Returns the number of parameters of one layer. */
  long parameters(GptConfig config);

  /**
   * Returns the FLOPs of attention scores and weighted sums in one layer, for one token and T
   * previous tokens. The forward and the backward pass together need {@code 12 H D T} (Chowdhery et
   * al. 2022, appendix B).
   */
  default double trainingFlopsPerToken(GptConfig config, int tokens) {
    return 12.0 * heads() * headDim(config.dim()) * tokens;
  }
}

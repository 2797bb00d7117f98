package org.glassllm.model;

/** The choice of a model's attention. */
public sealed interface Attention extends Spec permits MultiHeadAttention {
  /** Returns H, the number of query heads. */
  int heads();

  /** Returns G, the number of key-value heads. */
  int kvHeads();

  /** Returns D, the channels of a head, in a model with C channels. */
  int headDim(int dim);

  /** Throws {@link org.glassllm.base.InputException} if this attention cannot have C channels. */
  void check(int dim);

  /** Builds the attention of a layer. */
  GlassBlock build(GptConfig config, int layer);

  /** Returns the number of parameters of one layer. */
  long parameters(GptConfig config);

  /**
   * Returns the operations of scores and weighted sums for one token and its T predecessors,
   * forward and backward, in one layer: {@code 12 H D T} (Chowdhery et al. 2022, appendix B).
   */
  default double trainingFlopsPerToken(GptConfig config, int tokens) {
    return 12.0 * heads() * headDim(config.dim()) * tokens;
  }
}

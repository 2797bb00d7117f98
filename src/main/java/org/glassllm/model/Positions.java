package org.glassllm.model;

/**
 * The kind of position encoding in a model's configuration. Attention alone cannot distinguish "dog
 * bites man" from "man bites dog". Learned and sinusoidal positions are added to the token
 * embeddings. RoPE rotates queries and keys. ALiBi adds a bias to the attention scores.
 */
public sealed interface Positions extends Spec
    permits LearnedPositions, SinusoidalPositions, Rope, Alibi, NoPositions {
  /**
   * Throws an {@code InputException} if C ({@code dim}) or D ({@code headDim}) is not supported.
   */
  default void check(int dim, int headDim) {}

  /** Builds the position encoding of a model. */
  PositionEncoding build(GptConfig config);

  /** Returns the number of parameters of the position encoding. */
  default long parameters(GptConfig config) {
    return 0;
  }
}

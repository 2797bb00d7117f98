package org.glassllm.model;

/**
 * The choice of how a model learns the order of tokens. Attention alone cannot distinguish "dog
 * bites man" from "man bites dog". Positions enter in one of three places: they are added to the
 * embeddings (learned, sinusoidal), rotate queries and keys (RoPE), or are added to the scores
 * (ALiBi).
 */
public sealed interface Positions extends Spec
    permits LearnedPositions, SinusoidalPositions, Rope, Alibi, NoPositions {
  /** Throws an exception if C or D, the channels of a model or a head, are illegal here. */
  default void check(int dim, int headDim) {}

  /** Builds the position encoding of a model. */
  PositionEncoding build(GptConfig config);

  /** Returns the number of parameters. */
  default long parameters(GptConfig config) {
    return 0;
  }
}

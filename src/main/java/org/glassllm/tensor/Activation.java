package org.glassllm.tensor;

/** Activation functions of the feed-forward layer. */
public enum Activation {
  /** {@code x Φ(x)} with the normal distribution function (Hendrycks and Gimpel 2016). */
  GELU,
  /** GELU by its tanh approximation, as GPT-2's weights were trained with. */
  GELU_TANH,
  /** {@code max(0, x)}. */
  RELU,
  /** {@code x σ(x)}, also called swish. */
  SILU
}

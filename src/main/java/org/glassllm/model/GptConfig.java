package org.glassllm.model;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Activation;

/**
 * What a GPT is made of. Immutable; invalid combinations cannot be built.
 *
 * @param vocabSize V, tokens that the model knows, at least 2
 * @param context T, the most tokens that it sees at once, at least 1
 * @param layers L, at least 1
 * @param heads H, query heads, at least 1; divides {@code dim}
 * @param kvHeads key-value heads: H is ordinary attention, 1 multi-query, between them
 *     grouped-query attention; divides {@code heads}
 * @param dim C, channels
 * @param hidden channels inside the feed-forward layer, at least 1
 * @param dropout probability for attention weights, residual branches and embeddings, in [0, 1)
 * @param bias whether linear layers and LayerNorm have biases
 * @param tiedHead whether the head shares the token embedding's table
 * @param positions how the model learns the order of tokens
 * @param norm LayerNorm or RMSNorm
 * @param preNorm norms before each branch (GPT-2) or after each sum (the first transformer)
 * @param feedForward plain with an activation, or SwiGLU
 * @param activation of the plain feed-forward layer
 * @param initStd standard deviation of the first weights, greater than 0
 */
public record GptConfig(
    int vocabSize,
    int context,
    int layers,
    int heads,
    int kvHeads,
    int dim,
    int hidden,
    double dropout,
    boolean bias,
    boolean tiedHead,
    Positions positions,
    NormKind norm,
    boolean preNorm,
    FeedForwardKind feedForward,
    Activation activation,
    double initStd) {

  /** How a model learns the order of tokens. */
  public enum Positions {
    /** A trained vector for each position (GPT-2). */
    LEARNED,
    /** Fixed sines and cosines (Vaswani et al. 2017, section 3.5). */
    SINUSOIDAL,
    /** Rotated queries and keys (Su et al. 2021). */
    ROPE,
    /** A penalty that grows with the distance (Press et al. 2021). */
    ALIBI,
    /** None: only the causal mask tells of order. */
    NONE
  }

  /** Which norm. */
  public enum NormKind {
    /** Mean 0, variance 1, then gain and bias. */
    LAYER_NORM,
    /** Root mean square 1, then a gain. */
    RMS_NORM
  }

  /** Which feed-forward layer. */
  public enum FeedForwardKind {
    /** {@code W₂ f(W₁ x)}. */
    PLAIN,
    /** {@code W₂ (silu(W₁ x) ⊙ W₃ x)} (Shazeer 2020). */
    SWIGLU
  }

  /** Checks every field and how they fit together. */
  public GptConfig {
    Check.atLeast("vocabSize", vocabSize, 2);
    Check.positive("context", context);
    Check.positive("layers", layers);
    Check.positive("heads", heads);
    Check.positive("kvHeads", kvHeads);
    Check.positive("dim", dim);
    Check.positive("hidden", hidden);
    Check.below("dropout", dropout, 0, 1);
    Check.positive("initStd", initStd);
    if (dim % heads != 0) {
      throw new InputException(
          "illegal heads: "
              + heads
              + ", must divide dim "
              + dim
              + " without remainder; for example "
              + divisorNear(dim, heads));
    }
    if (heads % kvHeads != 0) {
      throw Check.illegal("kvHeads", kvHeads, "a divisor of heads " + heads);
    }
    if (positions == Positions.ROPE && dim / heads % 2 != 0) {
      throw Check.illegal(
          "heads", heads, "such that dim/heads is even, since RoPE turns pairs of channels");
    }
    if (positions == Positions.SINUSOIDAL && dim % 2 != 0) {
      throw Check.illegal("dim", dim, "even, since sines and cosines come in pairs");
    }
  }

  /** D, channels of one head. */
  public int headDim() {
    return dim / heads;
  }

  /** A builder that starts with this configuration. */
  public GptConfigBuilder toBuilder() {
    return new GptConfigBuilder(this);
  }

  /** A builder that starts as GPT-2's smallest model without dropout. */
  public static GptConfigBuilder builder() {
    return new GptConfigBuilder();
  }

  private static int divisorNear(int number, int wanted) {
    for (int distance = 0; distance < number; distance++) {
      if (wanted - distance > 0 && number % (wanted - distance) == 0) {
        return wanted - distance;
      }
      if (number % (wanted + distance) == 0) {
        return wanted + distance;
      }
    }
    return 1;
  }
}

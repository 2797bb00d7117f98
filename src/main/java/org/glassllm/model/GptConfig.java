package org.glassllm.model;

import org.glassllm.base.Check;

/**
 * The configuration of a GPT. The constructor rejects invalid values and combinations.
 *
 * @param vocabSize V, number of tokens in the vocabulary, at least 2
 * @param context context length in tokens, at least 1
 * @param layers L, number of layers, at least 1
 * @param dim C, embedding dimension, at least 1
 * @param attention the attention, with the number and the size of its heads
 * @param positions the position encoding
 * @param norm LayerNorm or RMSNorm
 * @param preNorm whether blocks are pre-norm (GPT-2); otherwise post-norm (Vaswani et al. 2017)
 * @param feedForward the feed-forward layer, plain or gated
 * @param dropout the dropout probabilities
 * @param bias whether linear layers and LayerNorm have biases
 * @param tiedHead whether the output head uses the token embedding as its weights
 * @param initStd standard deviation of the initial weights, greater than 0
 */
public record GptConfig(
    int vocabSize,
    int context,
    int layers,
    int dim,
    Attention attention,
    Positions positions,
    Norm norm,
    boolean preNorm,
    FeedForward feedForward,
    Dropout dropout,
    boolean bias,
    boolean tiedHead,
    double initStd) {

  /** Maximum embedding dimension, so that the parameter count of a layer fits into a long. */
  private static final int MOST_CHANNELS = 1 << 24;

  /**
   * The dropout probabilities, each in [0, 1).
   *
   * @param embedding probability for the sum of token embedding and positions
   * @param attention probability for the attention weights
   * @param residual probability for the output of each branch
   */
  public record Dropout(double embedding, double attention, double residual) {
    /** Checks the range of each probability. */
    public Dropout {
      Check.below("dropout", embedding, 0, 1);
      Check.below("dropout", attention, 0, 1);
      Check.below("dropout", residual, 0, 1);
    }

    /** Returns dropout with the same probability in all three places. */
    public static Dropout of(double p) {
      return new Dropout(p, p, p);
    }
  }

  /** Checks every field and their combinations. */
  public GptConfig {
    Check.atLeast("vocabSize", vocabSize, 2);
    Check.positive("context", context);
    Check.positive("layers", layers);
    Check.within("dim", dim, 1, MOST_CHANNELS);
    Check.positive("initStd", initStd);
    Check.notNull("norm", norm);
    Check.notNull("feedForward", feedForward);
    Check.notNull("dropout", dropout);
    Check.notNull("attention", attention).check(dim);
    Check.notNull("positions", positions).check(dim, attention.headDim(dim));
  }

  /** Returns H, the number of query heads. */
  public int heads() {
    return attention.heads();
  }

  /** Returns G, the number of key-value heads. */
  public int kvHeads() {
    return attention.kvHeads();
  }

  /** Returns D, the number of channels of a head. */
  public int headDim() {
    return attention.headDim(dim);
  }

  /** Returns F, the number of hidden channels of the feed-forward layer. */
  public int hidden() {
    return feedForward.hidden(dim);
  }

  /** Returns a builder that starts with this configuration. */
  public GptConfigBuilder toBuilder() {
    return new GptConfigBuilder(this);
  }

  /** Returns a builder that starts with GPT-2's smallest model, without dropout. */
  public static GptConfigBuilder builder() {
    return new GptConfigBuilder(
        new GptConfig(
            50257,
            1024,
            12,
            768,
            new MultiHeadAttention(12, 0, 0),
            new LearnedPositions(),
            new LayerNorm(),
            true,
            new Mlp(),
            Dropout.of(0),
            true,
            true,
            0.02));
  }
}

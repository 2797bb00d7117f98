package org.glassllm.model;

import org.glassllm.base.Check;

/**
 * The configuration of a GPT, which rejects invalid combinations.
 *
 * @param vocabSize V, tokens in the vocabulary, at least 2
 * @param context the length of a training window in tokens, at least 1
 * @param layers L, at least 1
 * @param dim C, channels, at least 1
 * @param attention heads and their size
 * @param positions how the model learns the order of tokens
 * @param norm LayerNorm or RMSNorm
 * @param preNorm whether norms come before each branch (GPT-2) or after each sum (Vaswani et al.)
 * @param feedForward plain or gated
 * @param dropout probabilities of dropout
 * @param bias whether linear layers and LayerNorm have biases
 * @param tiedHead whether the head shares the token embedding's table
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

  /** Numbers of parameters of a layer stay far below the limit of a long. */
  private static final int MOST_CHANNELS = 1 << 24;

  /**
   * Probabilities of dropout, each in [0, 1).
   *
   * @param embedding of the sum of embeddings and positions
   * @param attention of attention weights
   * @param residual of the output of each branch
   */
  public record Dropout(double embedding, double attention, double residual) {
    /** Checks the ranges. */
    public Dropout {
      Check.below("dropout", embedding, 0, 1);
      Check.below("dropout", attention, 0, 1);
      Check.below("dropout", residual, 0, 1);
    }

    /** Returns dropout with one probability everywhere. */
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

  /** Returns D, the channels of a head. */
  public int headDim() {
    return attention.headDim(dim);
  }

  /** Returns F, the hidden channels of the feed-forward. */
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

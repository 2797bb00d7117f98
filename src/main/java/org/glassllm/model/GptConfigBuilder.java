package org.glassllm.model;

import org.glassllm.tensor.Activation;

/**
 * Builds a {@link GptConfig}. Starts as GPT-2's smallest model; what is not set keeps that value.
 */
public final class GptConfigBuilder {
  private int vocabSize = 50257;
  private int context = 1024;
  private int layers = 12;
  private int heads = 12;
  private int kvHeads = 0;
  private int dim = 768;
  private int hidden = 0;
  private double dropout = 0;
  private boolean bias = true;
  private boolean tiedHead = true;
  private GptConfig.Positions positions = GptConfig.Positions.LEARNED;
  private GptConfig.NormKind norm = GptConfig.NormKind.LAYER_NORM;
  private boolean preNorm = true;
  private GptConfig.FeedForwardKind feedForward = GptConfig.FeedForwardKind.PLAIN;
  private Activation activation = Activation.GELU_TANH;
  private double initStd = 0.02;

  GptConfigBuilder() {}

  GptConfigBuilder(GptConfig from) {
    vocabSize = from.vocabSize();
    context = from.context();
    layers = from.layers();
    heads = from.heads();
    kvHeads = from.kvHeads();
    dim = from.dim();
    hidden = from.hidden();
    dropout = from.dropout();
    bias = from.bias();
    tiedHead = from.tiedHead();
    positions = from.positions();
    norm = from.norm();
    preNorm = from.preNorm();
    feedForward = from.feedForward();
    activation = from.activation();
    initStd = from.initStd();
  }

  /** Sets vocabSize: V, tokens that the model knows. */
  public GptConfigBuilder vocabSize(int vocabSize) {
    this.vocabSize = vocabSize;
    return this;
  }

  /** Sets context: T, the most tokens at once. */
  public GptConfigBuilder context(int context) {
    this.context = context;
    return this;
  }

  /** Sets layers: L. */
  public GptConfigBuilder layers(int layers) {
    this.layers = layers;
    return this;
  }

  /** Sets heads: H. */
  public GptConfigBuilder heads(int heads) {
    this.heads = heads;
    return this;
  }

  /** Sets kvHeads: key-value heads; 0 means as many as heads. */
  public GptConfigBuilder kvHeads(int kvHeads) {
    this.kvHeads = kvHeads;
    return this;
  }

  /** Sets dim: C. */
  public GptConfigBuilder dim(int dim) {
    this.dim = dim;
    return this;
  }

  /**
   * Sets hidden: feed-forward channels; 0 means 4 C, or 8 C / 3 for SwiGLU, which costs the same.
   */
  public GptConfigBuilder hidden(int hidden) {
    this.hidden = hidden;
    return this;
  }

  /** Sets dropout: in [0, 1). */
  public GptConfigBuilder dropout(double dropout) {
    this.dropout = dropout;
    return this;
  }

  /** Sets bias: whether there are biases. */
  public GptConfigBuilder bias(boolean bias) {
    this.bias = bias;
    return this;
  }

  /** Sets tiedHead: whether the head shares the embedding. */
  public GptConfigBuilder tiedHead(boolean tiedHead) {
    this.tiedHead = tiedHead;
    return this;
  }

  /** Sets positions: how order is learned. */
  public GptConfigBuilder positions(GptConfig.Positions positions) {
    this.positions = positions;
    return this;
  }

  /** Sets norm: which norm. */
  public GptConfigBuilder norm(GptConfig.NormKind norm) {
    this.norm = norm;
    return this;
  }

  /** Sets preNorm: norm before each branch or after each sum. */
  public GptConfigBuilder preNorm(boolean preNorm) {
    this.preNorm = preNorm;
    return this;
  }

  /** Sets feedForward: which feed-forward layer. */
  public GptConfigBuilder feedForward(GptConfig.FeedForwardKind feedForward) {
    this.feedForward = feedForward;
    return this;
  }

  /** Sets activation: of the plain feed-forward layer. */
  public GptConfigBuilder activation(Activation activation) {
    this.activation = activation;
    return this;
  }

  /** Sets initStd: standard deviation of the first weights. */
  public GptConfigBuilder initStd(double initStd) {
    this.initStd = initStd;
    return this;
  }

  /** The checked configuration. */
  public GptConfig build() {
    return new GptConfig(
        vocabSize,
        context,
        layers,
        heads,
        kvHeads == 0 ? heads : kvHeads,
        dim,
        hidden == 0 ? usualHidden() : hidden,
        dropout,
        bias,
        tiedHead,
        positions,
        norm,
        preNorm,
        feedForward,
        activation,
        initStd);
  }

  private int usualHidden() {
    return feedForward == GptConfig.FeedForwardKind.SWIGLU ? Math.max(1, 8 * dim / 3) : 4 * dim;
  }
}

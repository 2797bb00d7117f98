package org.glassllm.model;

import org.glassllm.base.Check;

/**
 * Builds a {@link GptConfig}. A field that is not set keeps its value from the configuration that
 * the builder started with.
 */
public final class GptConfigBuilder {
  private int vocabSize;
  private int context;
  private int layers;
  private int dim;
  private Attention attention;
  private Positions positions;
  private Norm norm;
  private boolean preNorm;
  private FeedForward feedForward;
  private GptConfig.Dropout dropout;
  private boolean bias;
  private boolean tiedHead;
  private double initStd;

  GptConfigBuilder(GptConfig from) {
    vocabSize = from.vocabSize();
    context = from.context();
    layers = from.layers();
    dim = from.dim();
    attention = from.attention();
    positions = from.positions();
    norm = from.norm();
    preNorm = from.preNorm();
    feedForward = from.feedForward();
    dropout = from.dropout();
    bias = from.bias();
    tiedHead = from.tiedHead();
    initStd = from.initStd();
  }

  /** Sets V, the number of tokens in the vocabulary. */
  public GptConfigBuilder vocabSize(int value) {
    vocabSize = value;
    return this;
  }

  /** Sets the context length. */
  public GptConfigBuilder context(int value) {
    context = value;
    return this;
  }

  /** Sets L, the number of layers. */
  public GptConfigBuilder layers(int value) {
    layers = value;
    return this;
  }

  /** Sets C, the embedding dimension. */
  public GptConfigBuilder dim(int value) {
    dim = value;
    return this;
  }

  /** Sets the attention. */
  public GptConfigBuilder attention(Attention value) {
    attention = value;
    return this;
  }

  private MultiHeadAttention multiHead() {
    return attention instanceof MultiHeadAttention a ? a : new MultiHeadAttention();
  }

  /** Sets H, the number of query heads. */
  public GptConfigBuilder heads(int value) {
    MultiHeadAttention a = multiHead();
    int kvHeads = a.kvHeads() == a.heads() ? 0 : a.kvHeads(); // G = H stays G = H
    return attention(new MultiHeadAttention(value, kvHeads, a.headDim()));
  }

  /** Sets G, the number of key-value heads; 0 stands for H. */
  public GptConfigBuilder kvHeads(int value) {
    MultiHeadAttention a = multiHead();
    return attention(new MultiHeadAttention(a.heads(), value, a.headDim()));
  }

  /** Sets D, the number of channels of a head; 0 stands for C/H. */
  public GptConfigBuilder headDim(int value) {
    MultiHeadAttention a = multiHead();
    return attention(new MultiHeadAttention(a.heads(), a.kvHeads(), value));
  }

  /** Sets the position encoding. */
  public GptConfigBuilder positions(Positions value) {
    positions = value;
    return this;
  }

  /** Sets the norm. */
  public GptConfigBuilder norm(Norm value) {
    norm = value;
    return this;
  }

  /** Sets whether blocks are pre-norm; otherwise blocks are post-norm. */
  public GptConfigBuilder preNorm(boolean value) {
    preNorm = value;
    return this;
  }

  /** Sets the feed-forward layer. */
  public GptConfigBuilder feedForward(FeedForward value) {
    feedForward = value;
    return this;
  }

  /** Sets F, the number of hidden channels; 0 stands for the feed-forward layer's default. */
  public GptConfigBuilder hidden(int value) {
    feedForward = feedForward.withHidden(value);
    return this;
  }

  /** Sets a plain feed-forward layer with an activation function. */
  public GptConfigBuilder activation(Activation value) {
    feedForward = new Mlp(feedForward instanceof Mlp mlp ? mlp.hidden() : 0, value);
    return this;
  }

  /** Sets the same dropout probability in all places. */
  public GptConfigBuilder dropout(double value) {
    return dropout(GptConfig.Dropout.of(Check.below("dropout", value, 0, 1)));
  }

  /** Sets the dropout probabilities. */
  public GptConfigBuilder dropout(GptConfig.Dropout value) {
    dropout = value;
    return this;
  }

  /** Sets whether linear layers and LayerNorm have biases. */
  public GptConfigBuilder bias(boolean value) {
    bias = value;
    return this;
  }

  /** Sets whether the output head uses the token embedding as its weights. */
  public GptConfigBuilder tiedHead(boolean value) {
    tiedHead = value;
    return this;
  }

  /** Sets the standard deviation of the initial weights. */
  public GptConfigBuilder initStd(double value) {
    initStd = value;
    return this;
  }

  /** Returns the configuration; throws an {@code InputException} if a value is illegal. */
  public GptConfig build() {
    return new GptConfig(
        vocabSize,
        context,
        layers,
        dim,
        attention,
        positions,
        norm,
        preNorm,
        feedForward,
        dropout,
        bias,
        tiedHead,
        initStd);
  }
}

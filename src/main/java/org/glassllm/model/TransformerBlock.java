package org.glassllm.model;

import ai.djl.ndarray.NDArray;

/**
 * A transformer block. Attention and feed-forward layer each add their output to the residual
 * stream.
 *
 * <p>Pre-norm (GPT-2) computes {@code x + f(norm(x))} and never normalizes the residual stream.
 * Post-norm (Vaswani et al. 2017) computes {@code norm(x + f(x))} and needs warm-up.
 */
public final class TransformerBlock extends GlassBlock {
  private final boolean preNorm;
  private final GlassBlock attentionNorm;
  private final GlassBlock attention;
  private final GlassBlock feedForwardNorm;
  private final GlassBlock feedForward;

  /**
   * Creates a block without initial values.
   *
   * @param config the model's configuration
   * @param layer index of the layer, from 0
   */
  public TransformerBlock(GptConfig config, int layer) {
    preNorm = config.preNorm();
    attentionNorm = child("ln_1", config.norm().build(config));
    attention = child("attn", config.attention().build(config, layer));
    feedForwardNorm = child("ln_2", config.norm().build(config));
    feedForward = child("mlp", config.feedForward().build(config));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) { // (B, T, C)
    if (preNorm) {
      x = x.add(attention.apply(pass, attentionNorm.apply(pass, x)));
      return x.add(feedForward.apply(pass, feedForwardNorm.apply(pass, x)));
    }
    x = attentionNorm.apply(pass, x.add(attention.apply(pass, x)));
    return feedForwardNorm.apply(pass, x.add(feedForward.apply(pass, x)));
  }
}

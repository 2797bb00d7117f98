package org.glassllm.model;

import ai.djl.ndarray.NDArray;

/**
 * One layer: attention, then feed-forward, each added to the residual stream.
 *
 * <p>Pre-norm (GPT-2): {@code x + f(norm(x))}, so that the stream itself is never squeezed;
 * post-norm (the first transformer): {@code norm(x + f(x))}, which needs warm-up to train.
 */
public final class TransformerBlock extends GlassBlock {
  private final boolean preNorm;
  private final Norm attentionNorm;
  private final CausalSelfAttention attention;
  private final Norm feedForwardNorm;
  private final FeedForward feedForward;

  /**
   * @param config the model's
   * @param layer this layer's number, from 0
   */
  public TransformerBlock(GptConfig config, int layer) {
    preNorm = config.preNorm();
    attentionNorm = child("ln_1", Norm.of(config));
    attention = child("attn", new CausalSelfAttention(config, layer));
    feedForwardNorm = child("ln_2", Norm.of(config));
    feedForward = child("mlp", FeedForward.of(config));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) { // (B, T, C)
    if (preNorm) {
      NDArray y = x.add(attention.apply(pass, attentionNorm.apply(pass, x)));
      return y.add(feedForward.apply(pass, feedForwardNorm.apply(pass, y)));
    }
    NDArray y = attentionNorm.apply(pass, x.add(attention.apply(pass, x)));
    return feedForwardNorm.apply(pass, y.add(feedForward.apply(pass, y)));
  }
}

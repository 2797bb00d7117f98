package org.glassllm.model;

/** The choice of a model's feed-forward layer, which processes each token separately. */
public sealed interface FeedForward extends Spec permits Mlp, SwiGlu {
  /** Returns F, the hidden channels in a model with C channels. */
  int hidden(int dim);

  /** Returns this feed-forward with F hidden channels; 0 stands for the default multiple of C. */
  FeedForward withHidden(int hidden);

  /** Builds the feed-forward of a layer. */
  GlassBlock build(GptConfig config);

  /** Returns the number of parameters of one layer. */
  long parameters(GptConfig config);
}

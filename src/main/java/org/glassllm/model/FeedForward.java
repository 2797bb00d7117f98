package org.glassllm.model;

/** The kind of feed-forward layer in a model's configuration. */
public sealed interface FeedForward extends Spec permits Mlp, SwiGlu {
  /** Returns F, the number of hidden channels, in a model with C channels. */
  int hidden(int dim);

  /** Returns a copy with F hidden channels; 0 stands for the default multiple of C. */
  FeedForward withHidden(int hidden);

  /** Builds the feed-forward layer of a block. */
  GlassBlock build(GptConfig config);

  /** Returns the number of parameters of one layer. */
  long parameters(GptConfig config);
}

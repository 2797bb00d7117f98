package org.glassllm.model;

/** The feed-forward layer: it processes each token by itself. */
public sealed interface FeedForward extends Spec permits Mlp, SwiGlu {
  /** Returns F, the hidden channels in a model with C channels. */
  int hidden(int dim);

  /** Returns this feed-forward with F hidden channels; 0 stands for the usual multiple of C. */
  FeedForward withHidden(int hidden);

  /** Builds the feed-forward of a layer. */
  GlassBlock build(GptConfig config);

  /** Returns the parameters of one layer. */
  long parameters(GptConfig config);
}

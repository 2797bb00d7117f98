package org.glassllm.train;

/** Samples a text during training, to show what the model has learned. */
@FunctionalInterface
public interface Sampler {
  /** Returns a text; the same model and step give the same text. */
  String sample(long step);
}

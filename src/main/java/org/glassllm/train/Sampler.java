package org.glassllm.train;

/** Samples a text during training, to show the progress of the model. */
@FunctionalInterface
public interface Sampler {
  /** Returns a text; the same model and step give the same text. */
  String sample(long step);
}

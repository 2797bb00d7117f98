package org.glassllm.train;

/** Generates a text during training, to show the progress of the model. */
@FunctionalInterface
public interface Sampler {
  /** Returns a generated text; the same model and the same step give the same text. */
  String sample(long step);
}

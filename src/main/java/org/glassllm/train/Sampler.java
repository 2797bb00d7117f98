package org.glassllm.train;

import org.glassllm.model.Gpt;

/** Draws a text from a model in training, to show what it has learned. */
@FunctionalInterface
public interface Sampler {
  /** A text; the same model and step give the same. */
  String sample(Gpt gpt, long step);
}

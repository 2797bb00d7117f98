package org.glassllm.train;

import org.glassllm.model.Gpt;

/** Measures a model on text that it does not train on. */
@FunctionalInterface
public interface Validator {
  /** Mean cross-entropy in nats, on the same windows each time. */
  double loss(Gpt gpt);
}

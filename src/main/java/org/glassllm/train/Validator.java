package org.glassllm.train;

import org.glassllm.base.Progress;

/** Computes the validation loss of a network. */
@FunctionalInterface
public interface Validator {
  /** Returns the mean loss on the same data at each call; reports progress to {@code progress}. */
  double loss(Progress progress);
}

package org.glassllm.train;

import org.glassllm.base.Progress;

/** Measures the network on data that it does not train on. */
@FunctionalInterface
public interface Validator {
  /** Returns the mean loss, on the same data each time, and reports its progress. */
  double loss(Progress progress);
}

package org.glassllm.train;

/** Measures the network on data that it does not train on. */
@FunctionalInterface
public interface Validator {
  /** Returns the mean loss, on the same data each time. */
  double loss();
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import org.glassllm.tensor.Kernels;

/** Rotates queries and keys by their positions. */
@FunctionalInterface
public interface Rotation {
  /** Leaves queries and keys unchanged. */
  Rotation NONE = (kernels, x) -> x;

  /**
   * Returns rotated queries or keys, in the shape of the input.
   *
   * @param x queries or keys, {@code (B, H, T, D)}
   */
  NDArray apply(Kernels kernels, NDArray x);
}

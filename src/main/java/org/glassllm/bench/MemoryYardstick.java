package org.glassllm.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.glassllm.tensor.FusedKernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;

/** {@code x += y} on arrays that nearly no cache holds: the memory's own speed. */
final class MemoryYardstick {
  /** Of each of the two arrays: 256 MB. */
  private static final long ELEMENTS = 64_000_000;

  /** What one addition moves: two numbers read and one written for each element. */
  static final double BYTES = 3.0 * Float.BYTES * ELEMENTS;

  private final NDArray x;
  private final NDArray y;

  /**
   * @param manager owns the arrays
   */
  MemoryYardstick(NDManager manager) {
    Torch.recordNothing();
    x = manager.zeros(new Shape(ELEMENTS));
    y = manager.ones(new Shape(ELEMENTS));
  }

  /** Adds once; returns the seconds that took. */
  double seconds() {
    long began = System.nanoTime();
    x.addi(y);
    FusedKernels.of(Precision.FLOAT32).await(x);
    return (System.nanoTime() - began) / 1e9;
  }
}

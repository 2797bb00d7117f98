package org.glassllm.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Torch;

/** Measures the memory bandwidth by {@code x += y} on arrays larger than most caches. */
final class MemoryYardstick {
  /** Number of elements in each of the two arrays (256 MB per array). */
  private static final long ELEMENTS = 64_000_000;

  /** Number of bytes that one addition moves; each element needs two reads and one write. */
  static final double BYTES = 3.0 * Float.BYTES * ELEMENTS;

  private final NDArray x;
  private final NDArray y;

  /**
   * Allocates the two arrays.
   *
   * @param manager the manager that owns the arrays
   */
  MemoryYardstick(NDManager manager) {
    Autograd.off();
    x = manager.zeros(new Shape(ELEMENTS));
    y = manager.ones(new Shape(ELEMENTS));
  }

  /** Adds once and returns the time in seconds. */
  double seconds() {
    return Torch.seconds(() -> x.addi(y), x);
  }
}

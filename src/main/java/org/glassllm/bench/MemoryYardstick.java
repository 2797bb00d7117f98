package org.glassllm.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Torch;

/** Measures the memory bandwidth: {@code x += y} on arrays larger than most caches. */
final class MemoryYardstick {
  /** Elements of each of the two arrays, which take 256 MB. */
  private static final long ELEMENTS = 64_000_000;

  /** Bytes that one addition moves: for each element, two numbers read and one written. */
  static final double BYTES = 3.0 * Float.BYTES * ELEMENTS;

  private final NDArray x;
  private final NDArray y;

  /**
   * @param manager owns the arrays
   */
  MemoryYardstick(NDManager manager) {
    Autograd.off();
    x = manager.zeros(new Shape(ELEMENTS));
    y = manager.ones(new Shape(ELEMENTS));
  }

  /** Adds once and returns the seconds. */
  double seconds() {
    return Torch.seconds(() -> x.addi(y), x);
  }
}

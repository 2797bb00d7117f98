package org.glassllm.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.glassllm.tensor.FusedKernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;

/**
 * What a machine can do at best: its fastest matrix product and its memory's speed. Nothing that
 * trains on it is faster than its operations over the one and its bytes over the other.
 */
public final class MachinePeak {
  private static final int SMALLEST = 512;
  private static final int LARGEST = 4096;
  private static final int REPEATS = 5;

  /** No product that would take longer is tried. */
  private static final double LONGEST_SECONDS = 2.5;

  /** Elements of an array that is far larger than any cache: 256 MB. */
  private static final long LARGE_ARRAY = 64_000_000;

  private MachinePeak() {}

  /** Operations a second of the best square product of 512 to 4096, with the engine's threads. */
  public static double flops(Precision precision, Device device) {
    double best = 0;
    try (NDManager manager = Torch.manager(device)) {
      for (int n = SMALLEST; n <= LARGEST; n *= 2) {
        double work = 2.0 * n * n * n;
        if (best > 0 && work / best > LONGEST_SECONDS) {
          break;
        }
        best = Math.max(best, work / seconds(precision, manager, n));
      }
    }
    return best;
  }

  /**
   * Bytes a second that all threads together read and write, from the best of a few additions
   * {@code x += y} on arrays that no cache holds: two numbers read and one written for each
   * element.
   */
  public static double bandwidth(Device device) {
    double best = 0;
    try (NDManager manager = Torch.manager(device)) {
      Torch.recordNothing();
      NDArray x = manager.zeros(new Shape(LARGE_ARRAY));
      NDArray y = manager.ones(new Shape(LARGE_ARRAY));
      for (int i = 0; i < REPEATS; i++) {
        long began = System.nanoTime();
        x.addi(y);
        FusedKernels.of(Precision.FLOAT32).await(x);
        best = Math.max(best, 3.0 * Float.BYTES * LARGE_ARRAY / (System.nanoTime() - began) * 1e9);
      }
    }
    return best;
  }

  private static double seconds(Precision precision, NDManager manager, int n) {
    FusedKernels kernels = FusedKernels.of(precision);
    double least = Double.POSITIVE_INFINITY;
    try (NDManager scope = manager.newSubManager()) {
      NDArray a = kernels.operand(scope.randomNormal(new Shape(n, n)));
      NDArray b = kernels.operand(scope.randomNormal(new Shape(n, n)));
      for (int i = 0; i < REPEATS; i++) {
        long began = System.nanoTime();
        try (NDArray y = kernels.linear(a, b, null)) {
          kernels.await(y);
        }
        least = Math.min(least, (System.nanoTime() - began) / 1e9);
      }
    }
    return least;
  }
}

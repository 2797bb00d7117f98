package org.glassllm.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.EnumMap;
import java.util.Map;
import org.glassllm.tensor.FusedKernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;

/**
 * What a machine can do at best: its fastest matrix product and its memory's speed. No training is
 * faster than its operations over the one, nor, where its arrays fit into no cache, than its bytes
 * over the other.
 *
 * <p>A disturbed machine looks slower than it is, never faster. So the best of all measurements
 * counts, and whoever compares with it measures again in between.
 */
public final class MachinePeak {
  private static final int SMALLEST = 512;
  private static final int LARGEST = 4096;
  private static final int REPEATS = 5;

  /** No product that would take longer is tried. */
  private static final double LONGEST_SECONDS = 1;

  /** No product that would take longer is repeated later. */
  private static final double AGAIN_SECONDS = 0.2;

  private final Device device;
  private final Map<Precision, Double> flops = new EnumMap<>(Precision.class);
  private double bandwidth;

  /** Measures the products of both precisions, and the memory. */
  public MachinePeak(Device device) {
    this.device = device;
    for (Precision precision : Precision.values()) {
      products(precision, SMALLEST, LONGEST_SECONDS, REPEATS);
    }
    measureBandwidth();
  }

  /**
   * Operations a second of the best square product with the engine's threads, of 512 to 4096, or as
   * large as is over in a second.
   */
  public double flops(Precision precision) {
    return flops.get(precision);
  }

  /**
   * Bytes a second that all threads together read and write, from the best of a few additions
   * {@code x += y} on arrays that nearly no cache holds.
   */
  public double bandwidth() {
    return bandwidth;
  }

  /** Tries the larger products once more, those that are over in a moment. */
  public void measureAgain() {
    for (Precision precision : Precision.values()) {
      products(precision, 2 * SMALLEST, AGAIN_SECONDS, 1);
    }
  }

  private void products(Precision precision, int smallest, double longest, int repeats) {
    try (NDManager manager = Torch.manager(device)) {
      for (int n = smallest; n <= LARGEST; n *= 2) {
        double work = 2.0 * n * n * n;
        double best = flops.getOrDefault(precision, 0.0);
        if (best > 0 && work / best > longest) {
          break;
        }
        flops.merge(precision, work / seconds(precision, manager, n, repeats), Math::max);
      }
    }
  }

  /** Measures the memory, once more if it was before. */
  public void measureBandwidth() {
    try (NDManager manager = Torch.manager(device)) {
      MemoryYardstick yardstick = new MemoryYardstick(manager);
      for (int i = 0; i < REPEATS; i++) {
        bandwidth = Math.max(bandwidth, MemoryYardstick.BYTES / yardstick.seconds());
      }
    }
  }

  /** The shortest of a few products of {@code (n, n)} by {@code (n, n)}. */
  private static double seconds(Precision precision, NDManager manager, int n, int repeats) {
    FusedKernels kernels = FusedKernels.of(precision);
    double least = Double.POSITIVE_INFINITY;
    try (NDManager scope = manager.newSubManager()) {
      NDArray a = kernels.operand(scope.randomNormal(new Shape(n, n)));
      NDArray b = kernels.operand(scope.randomNormal(new Shape(n, n)));
      for (int i = 0; i < repeats; i++) {
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

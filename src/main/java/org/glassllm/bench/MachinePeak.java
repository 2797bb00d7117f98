package org.glassllm.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.EnumMap;
import java.util.Map;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;

/**
 * Measures two limits of a machine: the speed of its fastest matrix product (the peak) and its
 * memory bandwidth. Peak and bandwidth give a lower bound for the time of a training step.
 *
 * <p>Background load can only reduce a measured speed. The peak is therefore the best of all
 * measurements, and a benchmark measures the peak again between its turns.
 */
public final class MachinePeak {
  private static final int SMALLEST = 512;
  private static final int LARGEST = 4096;
  private static final int REPEATS = 5;

  /** Maximum expected seconds of a product; slower products are skipped. */
  private static final double LONGEST_SECONDS = 1;

  /** Maximum expected seconds of a product in {@link #measureAgain}. */
  private static final double AGAIN_SECONDS = 0.2;

  private final Device device;
  private final Map<Precision, Double> flops = new EnumMap<>(Precision.class);
  private double bandwidth;

  /** Measures the peak in each precision and the memory bandwidth of a device. */
  public MachinePeak(Device device) {
    this.device = device;
    for (Precision precision : Precision.values()) {
      products(precision, SMALLEST, LONGEST_SECONDS, REPEATS);
    }
    measureBandwidth();
  }

  /**
   * Returns the peak in FLOP/s, the speed of the fastest product of two square matrices. The sizes
   * start at 512 and end at 4096, or earlier if a larger product would take more than a second.
   */
  public double flops(Precision precision) {
    return flops.get(precision);
  }

  /**
   * Returns the memory bandwidth of all threads together, in bytes per second. The bandwidth is the
   * best of several additions {@code x += y} on arrays larger than most caches.
   */
  public double bandwidth() {
    return bandwidth;
  }

  /** Repeats the measurement of the larger products; skips products of more than 0.2 seconds. */
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

  /** Measures the memory bandwidth and keeps the best result so far. */
  public void measureBandwidth() {
    try (NDManager manager = Torch.manager(device)) {
      MemoryYardstick yardstick = new MemoryYardstick(manager);
      for (int i = 0; i < REPEATS; i++) {
        bandwidth = Math.max(bandwidth, MemoryYardstick.BYTES / yardstick.seconds());
      }
    }
  }

  /** Returns the minimum time in seconds of several products of two matrices {@code (n, n)}. */
  private static double seconds(Precision precision, NDManager manager, int n, int repeats) {
    double least = Double.POSITIVE_INFINITY;
    try (NDManager scope = manager.newSubManager()) {
      NDArray a = precision.operand(scope.randomNormal(new Shape(n, n)));
      NDArray b = precision.operand(scope.randomNormal(new Shape(n, n)));
      for (int i = 0; i < repeats; i++) {
        least = Math.min(least, precision.seconds(a, b));
      }
    }
    return least;
  }
}

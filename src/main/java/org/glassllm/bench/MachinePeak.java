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
 * Measures the peak of a machine: its fastest matrix product and its memory bandwidth. Together
 * they give a lower bound for the time of a training step.
 *
 * <p>Background load makes a machine look slower, never faster. The best of all measurements
 * therefore counts, and a benchmark measures the peak again between its own turns.
 */
public final class MachinePeak {
  private static final int SMALLEST = 512;
  private static final int LARGEST = 4096;
  private static final int REPEATS = 5;

  /** Larger products would take longer and are skipped. */
  private static final double LONGEST_SECONDS = 1;

  /** Larger products would take longer and are not measured again. */
  private static final double AGAIN_SECONDS = 0.2;

  private final Device device;
  private final Map<Precision, Double> flops = new EnumMap<>(Precision.class);
  private double bandwidth;

  /** Measures the products in each precision, and the memory bandwidth. */
  public MachinePeak(Device device) {
    this.device = device;
    for (Precision precision : Precision.values()) {
      products(precision, SMALLEST, LONGEST_SECONDS, REPEATS);
    }
    measureBandwidth();
  }

  /**
   * Returns the operations per second of the best square product, of size 512 to 4096 or less if a
   * product takes more than a second.
   */
  public double flops(Precision precision) {
    return flops.get(precision);
  }

  /**
   * Returns the bytes per second that all threads together read and write, from the best of a few
   * additions {@code x += y} on arrays larger than most caches.
   */
  public double bandwidth() {
    return bandwidth;
  }

  /** Repeats the measurement of larger products that take less than 0.2 seconds. */
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

  /** Returns the shortest time of a few products of two matrices {@code (n, n)}. */
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

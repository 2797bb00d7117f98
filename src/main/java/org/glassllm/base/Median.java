package org.glassllm.base;

import java.util.List;

/** The number in the middle: what a few disturbed measurements do not move. */
public final class Median {
  private Median() {}

  /**
   * The median; of an even count the mean of the two in the middle.
   *
   * @param values at least one
   */
  public static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

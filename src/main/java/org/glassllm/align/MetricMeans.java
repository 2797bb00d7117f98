package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Means of named metrics. An objective adds values in each micro-batch; {@link #take} returns the
 * means over all values, so gradient accumulation gives the metrics of one large batch. Metrics
 * have TRL's names, such as {@code rewards/accuracies}.
 */
public final class MetricMeans {
  private final Map<String, Sum> sums = new LinkedHashMap<>();
  private Map<String, Double> taken = Map.of();

  private record Sum(double total, long count) {
    Sum plus(Sum other) {
      return new Sum(total + other.total, count + other.count);
    }

    double mean() {
      return total / count;
    }
  }

  /** Adds values whose sum and number are given. */
  public void add(String name, double sum, long count) {
    sums.merge(name, new Sum(sum, count), Sum::plus);
  }

  /**
   * Adds values.
   *
   * @param values any shape; values outside the counted ones must be 0
   * @param count number of counted values
   */
  public void add(String name, NDArray values, long count) {
    try (NDArray sum = values.toType(DataType.FLOAT64, false).sum()) {
      add(name, sum.getDouble(), count);
    }
  }

  /** Returns the mean of each metric, in the order of the first values, and clears all values. */
  public Map<String, Double> take() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum.mean()));
    sums.clear();
    taken = Map.copyOf(means);
    return means;
  }

  /**
   * Returns the mean of the values since the last {@link #take}; without such values, the mean that
   * the last call returned. Empty if there is no such mean.
   */
  public OptionalDouble latest(String name) {
    Sum sum = sums.get(name);
    if (sum != null) {
      return OptionalDouble.of(sum.mean());
    }
    return taken.containsKey(name) ? OptionalDouble.of(taken.get(name)) : OptionalDouble.empty();
  }
}

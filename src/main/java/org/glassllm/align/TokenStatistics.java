package org.glassllm.align;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.glassllm.base.Check;

/**
 * Statistics over the response tokens of a batch. Each array holds the numbers of one response, so
 * prompts and padding have no part in a statistic. Variances are divided by n - 1.
 */
public final class TokenStatistics {
  private static final double EPSILON = 1e-8;

  private TokenStatistics() {}

  /**
   * Returns the numbers divided by their standard deviation, {@code x / √(variance + 1e-8)}.
   *
   * @param shift whether the mean is subtracted first, as for advantages; false for rewards
   */
  public static List<double[]> whitened(List<double[]> rows, boolean shift) {
    double mean = mean(rows), deviation = Math.sqrt(variance(rows) + EPSILON);
    double subtracted = shift ? mean : 0;
    return rows.stream()
        .map(row -> Arrays.stream(row).map(x -> (x - subtracted) / deviation).toArray())
        .toList();
  }

  /**
   * Returns the share of the returns' variance that a critic explains, {@code 1 - Var(R - V) /
   * Var(R)}. A perfect critic has 1, a constant critic 0; NaN if all returns are equal.
   */
  public static double explainedVariance(List<double[]> values, List<double[]> returns) {
    Check.within("number of rows", values.size(), returns.size(), returns.size());
    double[] v = flat(values).toArray(), errors = flat(returns).toArray();
    Check.within("number of values", v.length, errors.length, errors.length);
    double variance = variance(returns);
    for (int i = 0; i < v.length; i++) {
      errors[i] -= v[i];
    }
    return variance == 0 ? Double.NaN : 1 - variance(List.of(errors)) / variance;
  }

  /** Returns the mean of all numbers. */
  public static double mean(List<double[]> rows) {
    return flat(rows).average().orElse(Double.NaN);
  }

  /** Returns the variance of all numbers, divided by n - 1; 0 for fewer than two numbers. */
  static double variance(List<double[]> rows) {
    double mean = mean(rows);
    long n = flat(rows).count();
    return n < 2 ? 0 : flat(rows).map(x -> (x - mean) * (x - mean)).sum() / (n - 1);
  }

  private static DoubleStream flat(List<double[]> rows) {
    return rows.stream().flatMapToDouble(Arrays::stream);
  }
}

package org.glassllm.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.base.Check;

/**
 * A number that was measured on a sample, with its 95 % confidence interval. If an experiment is
 * repeated with new samples, about 95 % of the intervals contain the true number.
 *
 * <p>The interval of a share of right answers is Wilson's interval (Wilson 1927). The interval of a
 * mean is the percentile bootstrap (Efron 1979): the interval contains the middle 95 % of the means
 * of {@value #RESAMPLES} samples that are drawn with replacement from the values. The random seed
 * is fixed, so equal values give equal intervals.
 *
 * @param value the estimate
 * @param low lower end of the interval; NaN for a mean of one value
 * @param high upper end of the interval; NaN for a mean of one value
 * @param standardError standard deviation of the estimate; NaN for a mean of one value
 */
public record Estimate(double value, double low, double high, double standardError) {
  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;
  private static final double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution
  private static final long SEED = 1;

  /**
   * Returns a share of independent trials with Wilson's interval.
   *
   * @param successes number of successes, from 0 to {@code trials}; a mean of values from 0 to 1
   *     may give a fraction
   * @param trials number of trials, at least 1
   */
  public static Estimate share(double successes, int trials) {
    Check.positive("number of trials", trials);
    double p = Check.within("number of successes", successes, 0, trials) / trials;
    double z2 = Z * Z / trials, variance = p * (1 - p) / trials;
    double centre = (p + z2 / 2) / (1 + z2);
    double half = Z * Math.sqrt(variance + z2 / (4 * trials)) / (1 + z2);
    double low = Math.max(0, Math.min(p, centre - half));
    return new Estimate(p, low, Math.min(1, Math.max(p, centre + half)), Math.sqrt(variance));
  }

  /** Returns the mean of independent values with its bootstrap interval. */
  public static Estimate mean(double... values) {
    int n = Check.positive("number of values", values.length);
    double mean = StatUtils.mean(values);
    if (n == 1) {
      return new Estimate(mean, Double.NaN, Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      means[i] = IntStream.range(0, n).mapToDouble(j -> values[random.nextInt(n)]).sum() / n;
    }
    Arrays.sort(means);
    double error = Math.sqrt(StatUtils.variance(values) / n);
    int tail = (int) (TAIL * RESAMPLES);
    return new Estimate(mean, means[tail], means[RESAMPLES - 1 - tail], error);
  }

  /**
   * Returns the mean of independent values from 0 to 1. If all values are equal, every resample has
   * the same mean, and the bootstrap would claim certainty; the interval is then Wilson's, which is
   * never too short for such values.
   */
  public static Estimate score(double... values) {
    boolean equal = Arrays.stream(values).allMatch(x -> x == values[0]);
    return equal ? share(Arrays.stream(values).sum(), values.length) : mean(values);
  }
}

package org.glassllm.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final int EXPERIMENTS = 2000;

  @Test
  void aShareHasWilsonsInterval() {
    for (int trials : new int[] {1, 7, 200}) {
      for (int successes = 0; successes <= trials; successes++) {
        Estimate mine = Estimate.share(successes, trials);
        ConfidenceInterval other =
            new WilsonScoreInterval().createInterval(trials, successes, 0.95);
        assertEquals((double) successes / trials, mine.value());
        assertEquals(other.getLowerBound(), mine.low(), 1e-9);
        assertEquals(other.getUpperBound(), mine.high(), 1e-9);
      }
    }
  }

  /** Returns how often the interval contains the true mean of the experiment's values. */
  private static double coverage(
      double truth, int experiments, Function<SplittableRandom, Estimate> experiment) {
    SplittableRandom random = new SplittableRandom(3);
    int covered = 0;
    for (int i = 0; i < experiments; i++) {
      Estimate e = experiment.apply(random);
      assertTrue(e.low() <= e.value() && e.value() <= e.high(), e.toString());
      covered += e.low() <= truth && truth <= e.high() ? 1 : 0;
    }
    return (double) covered / experiments;
  }

  @Test
  void about95PercentOfTheIntervalsOfSharesCover() {
    for (double p : new double[] {0.03, 0.3, 0.5, 0.98}) {
      double covered =
          coverage(
              p,
              EXPERIMENTS,
              random -> Estimate.share(random.doubles(60).filter(u -> u < p).count(), 60));
      assertTrue(covered > 0.92 && covered < 0.985, p + ": " + covered);
    }
  }

  @Test
  void about95PercentOfTheIntervalsOfMeansCover() {
    double rewards = // values from 0 to 1, half of them 1
        coverage(
            0.75,
            400,
            random ->
                Estimate.score(
                    random.doubles(60).map(u -> u < 0.5 ? 1 : random.nextDouble()).toArray()));
    double lengths = // skewed, like the lengths of answers
        coverage(
            1,
            400,
            random -> Estimate.mean(random.doubles(60).map(u -> -Math.log(1 - u)).toArray()));
    assertTrue(rewards > 0.92 && rewards < 0.98, "rewards " + rewards);
    assertTrue(lengths > 0.90 && lengths < 0.98, "lengths " + lengths);
  }

  @Test
  void theBootstrapAgreesWithTheNormalInterval() {
    double[] values = new SplittableRandom(1).doubles(400).toArray();
    Estimate e = Estimate.mean(values);
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    assertEquals(mean, e.value(), 1e-12);
    assertEquals(Math.sqrt(squares / 399 / 400), e.standardError(), 1e-12);
    assertEquals(mean - 1.96 * e.standardError(), e.low(), 0.15 * e.standardError());
    assertEquals(mean + 1.96 * e.standardError(), e.high(), 0.15 * e.standardError());
    assertEquals(e, Estimate.mean(values), "the seed is fixed");
  }

  @Test
  void equalScoresAreNotCertain() {
    assertEquals(Estimate.share(20, 20), Estimate.score(ones(20)));
    assertTrue(Estimate.score(ones(20)).low() < 0.9);
    assertEquals(Estimate.share(0, 5), Estimate.score(new double[5]));
    assertTrue(Estimate.score(1).low() < 0.3, "one value");
    assertTrue(Double.isNaN(Estimate.mean(7).low()), "a mean of one value has no interval");
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void nothingCannotBeEstimated() {
    assertThrows(InputException.class, () -> Estimate.share(0, 0));
    assertThrows(InputException.class, () -> Estimate.share(3, 2));
    assertThrows(InputException.class, () -> Estimate.mean());
  }
}

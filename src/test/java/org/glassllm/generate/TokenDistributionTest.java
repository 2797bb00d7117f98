package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class TokenDistributionTest {
  /** Probabilities 0.1, 0.4, 0.2, 0.3. */
  private static final float[] LOGITS = {
    (float) Math.log(0.1), (float) Math.log(0.4), (float) Math.log(0.2), (float) Math.log(0.3)
  };

  private static TokenDistribution of(double t, int k, double p, double penalty, int... context) {
    return TokenDistribution.of(LOGITS, new Sampling(t, k, p, penalty), context);
  }

  @Test
  void plainSamplingKeepsTheDistribution() {
    TokenDistribution d = of(1, 0, 1, 1);
    assertArrayEquals(new int[] {1, 3, 2, 0}, d.ids());
    assertArrayEquals(new double[] {0.4, 0.3, 0.2, 0.1}, d.probabilities(), 1e-7);
  }

  @Test
  void greedyTakesTheFirstOfTheMostLikely() {
    assertArrayEquals(new int[] {1}, of(0, 0, 1, 1).ids());
    float[] equal = {1, 3, 3};
    assertArrayEquals(new int[] {1}, TokenDistribution.of(equal, Sampling.GREEDY).ids());
  }

  @Test
  void temperatureRaisesProbabilitiesToOneOverT() {
    double[] squares = {0.16, 0.09, 0.04, 0.01};
    double[] p = of(0.5, 0, 1, 1).probabilities();
    for (int i = 0; i < 4; i++) {
      assertEquals(squares[i] / 0.3, p[i], 1e-6);
    }
  }

  @Test
  void topKKeepsKAndRenormalizes() {
    TokenDistribution d = of(1, 2, 1, 1);
    assertArrayEquals(new int[] {1, 3}, d.ids());
    assertArrayEquals(new double[] {4 / 7., 3 / 7.}, d.probabilities(), 1e-7);
    assertEquals(4, of(1, 99, 1, 1).ids().length);
  }

  @Test
  void topPKeepsTheFewestTokensThatReachP() {
    assertArrayEquals(new int[] {1}, of(1, 0, 0.39, 1).ids());
    assertArrayEquals(new int[] {1, 3}, of(1, 0, 0.41, 1).ids());
    assertArrayEquals(new int[] {1, 3}, of(1, 0, 0.69, 1).ids());
    assertArrayEquals(new int[] {1, 3, 2}, of(1, 0, 0.71, 1).ids());
    assertArrayEquals(new int[] {1}, of(1, 0, 1e-9, 1).ids());
  }

  @Test
  void topKComesBeforeTopP() {
    // top-k keeps two tokens; the first has 4/7 = 0.57: enough for 0.5, too little for 0.6
    assertArrayEquals(new int[] {1}, of(1, 2, 0.5, 1).ids());
    assertArrayEquals(new int[] {1, 3}, of(1, 2, 0.6, 1).ids());
  }

  @Test
  void thePenaltyLowersLogitsOfBothSigns() {
    float[] logits = {2, -2, 1};
    Sampling sampling = new Sampling(1, 0, 1, 2);
    TokenDistribution d = TokenDistribution.of(logits, sampling, 0, 1, 0);
    double[] scores = {1, -4, 1}; // 2 / 2, -2 · 2, unchanged: penalized once each
    double sum = Arrays.stream(scores).map(Math::exp).sum();
    assertArrayEquals(new int[] {0, 2, 1}, d.ids());
    assertArrayEquals(
        new double[] {Math.E / sum, Math.E / sum, Math.exp(-4) / sum}, d.probabilities(), 1e-9);
  }

  @Test
  void drawsFollowTheDistribution() {
    TokenDistribution d = of(1, 0, 1, 1);
    SplittableRandom random = new SplittableRandom(1);
    int[] counts = new int[4];
    for (int i = 0; i < 40_000; i++) {
      counts[d.draw(random)]++;
    }
    double[] expected = {4000, 16_000, 8000, 12_000};
    double chiSquare = 0;
    for (int i = 0; i < 4; i++) {
      chiSquare += Math.pow(counts[i] - expected[i], 2) / expected[i];
    }
    assertTrue(
        chiSquare < 16.3,
        "chi-square " + chiSquare); // exceeded with probability 0.1 % (3 degrees of freedom)
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    float[] logits = {1e30f, -1e30f, 1e30f};
    double[] p = TokenDistribution.of(logits, Sampling.PLAIN).probabilities();
    assertArrayEquals(new double[] {0.5, 0.5, 0}, p, 1e-12);
  }

  @Test
  void aTinyTemperatureIsGreedy() {
    for (double temperature : new double[] {1e-308, Double.MIN_VALUE}) {
      TokenDistribution d = of(temperature, 0, 1, 1);
      assertArrayEquals(new double[] {1, 0, 0, 0}, d.probabilities());
      assertEquals(1, d.draw(new SplittableRandom(1)));
    }
  }

  @Test
  void logitsThatAreNotNumbersAreRefused() {
    for (float broken : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (Sampling sampling : new Sampling[] {Sampling.GREEDY, Sampling.PLAIN}) {
        float[] logits = {1, broken, 2};
        String message =
            assertThrows(InputException.class, () -> TokenDistribution.of(logits, sampling))
                .getMessage();
        assertTrue(message.contains("logit of token 1 is " + broken), message);
      }
    }
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertTrue(refused(-1, 0, 1, 1).contains("temperature"));
    assertTrue(refused(Double.NaN, 0, 1, 1).contains("temperature"));
    assertTrue(refused(1, -1, 1, 1).contains("topK"));
    assertTrue(refused(1, 0, 0, 1).contains("topP"));
    assertTrue(refused(1, 0, 1.1, 1).contains("topP"));
    assertTrue(refused(1, 0, 1, 0.9).contains("repetitionPenalty"));
  }

  private static String refused(double t, int k, double p, double penalty) {
    return assertThrows(InputException.class, () -> new Sampling(t, k, p, penalty)).getMessage();
  }
}

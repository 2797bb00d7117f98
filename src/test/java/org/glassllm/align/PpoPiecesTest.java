package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.glassllm.loss.KlEstimator;
import org.junit.jupiter.api.Test;

/** Rewards, advantages and statistics of PPO and GRPO. */
class PpoPiecesTest {
  private static final double[] REWARDS = {0.5, -1, 0, 2, 0.25};
  private static final double[] VALUES = {1, 0.5, -0.5, 3, 1.5};

  @Test
  void lambdaOneIsTheReturnMinusTheValue() {
    for (double gamma : new double[] {1, 0.9, 0}) {
      double[] advantages = new Gae(gamma, 1).advantages(REWARDS, VALUES);
      for (int t = 0; t < REWARDS.length; t++) {
        double discounted = 0;
        for (int k = t; k < REWARDS.length; k++) {
          discounted += Math.pow(gamma, k - t) * REWARDS[k];
        }
        assertEquals(discounted - VALUES[t], advantages[t], 1e-12);
      }
    }
  }

  @Test
  void lambdaZeroIsTheTdError() {
    double gamma = 0.9;
    double[] advantages = new Gae(gamma, 0).advantages(REWARDS, VALUES);
    for (int t = 0; t < REWARDS.length; t++) {
      double next = t + 1 < VALUES.length ? VALUES[t + 1] : 0;
      assertEquals(REWARDS[t] + gamma * next - VALUES[t], advantages[t], 1e-12);
    }
  }

  @Test
  void otherLambdasWeightTheTdErrors() {
    double gamma = 0.9, lambda = 0.8;
    double[] errors = new Gae(gamma, 0).advantages(REWARDS, VALUES);
    double[] advantages = new Gae(gamma, lambda).advantages(REWARDS, VALUES);
    for (int t = 0; t < REWARDS.length; t++) {
      double sum = 0;
      for (int k = t; k < errors.length; k++) {
        sum += Math.pow(gamma * lambda, k - t) * errors[k];
      }
      assertEquals(sum, advantages[t], 1e-12);
      assertEquals(sum + VALUES[t], Gae.returns(advantages, VALUES)[t], 1e-12);
    }
  }

  @Test
  void aPerfectCriticHasNoAdvantages() {
    double[] values = new double[REWARDS.length];
    for (int t = values.length - 1; t >= 0; t--) {
      values[t] = REWARDS[t] + (t + 1 < values.length ? values[t + 1] : 0);
    }
    for (double lambda : new double[] {0, 0.5, 1}) {
      double[] advantages = new Gae(1, lambda).advantages(REWARDS, values);
      assertArrayEquals(new double[REWARDS.length], advantages, 1e-12);
    }
  }

  @Test
  void penaltiesSumToTheLogRatioAndTheScoreComesLast() {
    double[] policy = {-1, -0.2, -3}, reference = {-2, -0.1, -2.5};
    KlPenalty penalty = new KlPenalty(0.1, KlEstimator.K1);
    double[] rewards = penalty.rewards(policy, reference, 5);
    assertArrayEquals(new double[] {-0.1, 0.01, 5.05}, rewards, 1e-12);
    double sum = Arrays.stream(rewards).sum();
    assertEquals(5 - 0.1 * (-4.2 + 4.6), sum, 1e-12);
    double[] same = penalty.rewards(policy, policy, 5);
    assertArrayEquals(new double[] {0, 0, 5}, same, 1e-12);
    assertThrows(InputException.class, () -> penalty.rewards(policy, new double[2], 1));
    assertThrows(InputException.class, () -> penalty.rewards(new double[0], new double[0], 1));
  }

  @Test
  void theKlCoefficientFollowsTheError() {
    KlController start = new KlController(0.2, 6, 1000);
    assertEquals(0.2, start.after(6, 100).coefficient(), 1e-15);
    assertEquals(0.2 * (1 + 0.1 * 0.1), start.after(6.6, 100).coefficient(), 1e-12);
    assertEquals(0.2 * (1 + 0.2 * 0.1), start.after(60, 100).coefficient(), 1e-12);
    assertEquals(0.2 * (1 - 0.2 * 0.1), start.after(0, 100).coefficient(), 1e-12);
    // a system whose divergence is 1/β settles at the target
    KlController controller = start;
    for (int batch = 0; batch < 2000; batch++) {
      controller = controller.after(1 / controller.coefficient(), 100);
    }
    assertEquals(1 / 6.0, controller.coefficient(), 1e-9);
    assertThrows(InputException.class, () -> start.after(1, 1001));
  }

  @Test
  void whitenedNumbersHaveMeanZeroAndVarianceOne() {
    List<double[]> rows = List.of(new double[] {1, 4, 2}, new double[] {-7}, new double[0]);
    List<double[]> white = TokenStatistics.whitened(rows, true);
    assertEquals(0, TokenStatistics.mean(white), 1e-12);
    assertEquals(1, TokenStatistics.variance(white), 1e-7);
    assertEquals(List.of(3, 1, 0), white.stream().map(row -> row.length).toList());
    List<double[]> scaled = TokenStatistics.whitened(rows, false);
    assertEquals(1, TokenStatistics.variance(scaled), 1e-7);
    assertEquals(white.get(0)[1] - white.get(1)[0], scaled.get(0)[1] - scaled.get(1)[0], 1e-12);
    assertEquals(-7 / 4.0, scaled.get(1)[0] / scaled.get(0)[1], 1e-12);
    List<double[]> equal = List.of(new double[] {3, 3});
    assertArrayEquals(new double[2], TokenStatistics.whitened(equal, true).get(0), 0);
  }

  @Test
  void aCriticExplainsItsShareOfTheVariance() {
    List<double[]> returns = List.of(new double[] {1, 2}, new double[] {6});
    assertEquals(1, TokenStatistics.explainedVariance(returns, returns), 1e-12);
    List<double[]> constant = List.of(new double[] {5, 5}, new double[] {5});
    assertEquals(0, TokenStatistics.explainedVariance(constant, returns), 1e-12);
    List<double[]> half = List.of(new double[] {0.5, 1}, new double[] {3});
    assertEquals(0.75, TokenStatistics.explainedVariance(half, returns), 1e-12);
    assertEquals(Double.NaN, TokenStatistics.explainedVariance(returns, constant));
  }

  @Test
  void groupAdvantagesSumToZero() {
    double[] rewards = new SplittableRandom(2).doubles(12).toArray();
    for (boolean divide : new boolean[] {true, false}) {
      GroupAdvantages found = GroupAdvantages.of(rewards, 4, divide);
      for (int group = 0; group < 3; group++) {
        double[] own = Arrays.copyOfRange(found.perResponse(), 4 * group, 4 * group + 4);
        assertEquals(0, Arrays.stream(own).sum(), 1e-12);
      }
      assertEquals(0, found.skipped());
    }
  }

  @Test
  void theDeviationIsThatOfTheSamplePlusEpsilon() {
    // as in TRL: mean 0.25, deviation √(0.75/3) = 0.5
    double[] rewards = {1, 0, 0, 0};
    double d = 0.5 + 1e-4;
    assertArrayEquals(
        new double[] {0.75 / d, -0.25 / d, -0.25 / d, -0.25 / d},
        GroupAdvantages.of(rewards, 4, true).perResponse(),
        1e-15);
    assertArrayEquals(
        new double[] {0.75, -0.25, -0.25, -0.25},
        GroupAdvantages.of(rewards, 4, false).perResponse(),
        1e-15);
  }

  @Test
  void equalRewardsAreSkipped() {
    double[] rewards = {0.1, 0.1, 0.1, 1, 0, 1, 0.7, 0.7, 0.7};
    for (boolean divide : new boolean[] {true, false}) {
      GroupAdvantages found = GroupAdvantages.of(rewards, 3, divide);
      assertArrayEquals(new boolean[] {true, false, true}, found.zeroVariance());
      assertEquals(2, found.skipped());
      assertArrayEquals(new int[] {3, 4, 5}, found.kept());
      for (int i : new int[] {0, 1, 2, 6, 7, 8}) {
        assertEquals(0, found.perResponse()[i]);
      }
      assertTrue(found.perResponse()[3] > 0 && found.perResponse()[4] < 0);
    }
    assertThrows(InputException.class, () -> GroupAdvantages.of(rewards, 1, true));
    assertThrows(InputException.class, () -> GroupAdvantages.of(rewards, 4, true));
  }
}

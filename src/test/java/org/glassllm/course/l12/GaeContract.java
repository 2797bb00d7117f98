package org.glassllm.course.l12;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l12.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code Gae}. */
abstract class GaeContract extends Contract<Tasks.Gae> {
  private static final double[] REWARDS = {0, -0.1, 0, 1};
  private static final double[] VALUES = {0.4, 0.6, 0.2, 0.8};

  GaeContract(Tasks.Gae code) {
    super(12, Tasks.Gae.class, code);
  }

  @Test
  void theLessonsExample() {
    near(
        "the lesson's four tokens, γ = 1, λ = 1/2",
        new double[] {0.125, -0.15, 0.7, 0.2},
        code().advantages(REWARDS, VALUES, 1, 0.5),
        "go from the last token to the first; after the last token, value and advantage are 0");
  }

  @Test
  void withLambdaZeroTheAdvantageIsTheTdError() {
    near(
        "λ = 0, γ = 1/2",
        new double[] {-0.1, -0.6, 0.2, 0.2},
        code().advantages(REWARDS, VALUES, 0.5, 0),
        "δ_t = r_t + γ V_{t+1} - V_t, with the value of the next token");
  }

  @Test
  void withLambdaOneTheAdvantageIsTheReturnMinusTheValue() {
    double[] rewards = numbers(6, 1), values = numbers(6, 2), expected = new double[6];
    double gamma = 0.9;
    for (int t = 0; t < 6; t++) {
      for (int later = t; later < 6; later++) {
        expected[t] += Math.pow(gamma, later - t) * rewards[later];
      }
      expected[t] -= values[t];
    }
    near(
        "λ = 1, γ = 0.9: the discounted sum of the rewards minus the value",
        expected,
        code().advantages(rewards, values, gamma, 1),
        "the next advantage counts γ λ times, the next value γ times");
  }

  @Test
  void aTokenDoesNotDependOnEarlierOnes() {
    near(
        "one token",
        new double[] {0.7},
        code().advantages(new double[] {1}, new double[] {0.3}, 1, 0.95),
        "nothing follows the last token: its advantage is r - V");
    double[] all = code().advantages(numbers(5, 3), numbers(5, 4), 0.8, 0.7);
    double[] rewards = numbers(5, 3), values = numbers(5, 4);
    rewards[0] += 1;
    values[0] += 1;
    double[] changed = code().advantages(rewards, values, 0.8, 0.7);
    all[0] = 0;
    changed[0] = 0;
    near(
        "the first token's reward and value change",
        all,
        changed,
        "an advantage looks forward only: go from the last token to the first");
  }
}

package org.glassllm.course.l13;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l13.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code DpoStep}. */
abstract class DpoStepContract extends Contract<Tasks.DpoStep> {
  private static final double LN2 = Math.log(2);

  DpoStepContract(Tasks.DpoStep code) {
    super(13, Tasks.DpoStep.class, code);
  }

  @Test
  void theFirstStepIsHalfOfBeta() {
    double[] logits = {LN2, 0, 0};
    near(
        "one pair, policy = reference, β = 0.5, learning rate 4",
        new double[] {LN2 + 1, -1, 0},
        code().step(logits, new double[] {0.5, 0.25, 0.25}, wins(3, 0, 1, 1), 0.5, 4),
        "h = 0, so the pull is β σ(0) = 0.25; the chosen logit rises, the rejected logit falls");
    near("the given logits", new double[] {LN2, 0, 0}, logits, "leave the given array unchanged");
  }

  @Test
  void aPairThatIsLearnedHasASmallPull() {
    double pull = 1 / (1 + Math.exp(3.0));
    near(
        "h = 3, β = 1, learning rate 1",
        new double[] {3 + pull, -pull},
        code().step(new double[] {3, 0}, new double[] {0.5, 0.5}, wins(2, 0, 1, 1), 1, 1),
        "the pull is σ(-βh): it vanishes once the margin is large");
  }

  @Test
  void theReferenceShiftsTheMargin() {
    near(
        "uniform policy, reference 2/3 and 1/3, β = 1, learning rate 1",
        new double[] {2.0 / 3, -2.0 / 3},
        code().step(new double[] {0, 0}, new double[] {2.0 / 3, 1.0 / 3}, wins(2, 0, 1, 5), 1, 1),
        "h = (0 - ln 2/3) - (0 - ln 1/3) = -ln 2, so the pull is σ(ln 2) = 2/3; the loss is a"
            + " mean over the pairs");
  }

  @Test
  void manyStepsLeadToTheOptimum() {
    double[] reference = {0.375, 0.25, 0.25, 0.125}, rewards = {LN2, 0, 0, -LN2};
    double beta = 0.5;
    double[] logits = new double[4];
    for (int step = 0; step < 4000; step++) {
      logits = code().step(logits, reference, bradleyTerry(rewards), beta, 20);
    }
    double[] policy = new double[4], optimum = new double[4];
    double z = 0, sum = 0;
    for (int i = 0; i < 4; i++) {
      policy[i] = Math.exp(logits[i]);
      optimum[i] = reference[i] * Math.exp(rewards[i] / beta);
      z += policy[i];
      sum += optimum[i];
    }
    for (int i = 0; i < 4; i++) {
      policy[i] /= z;
      optimum[i] /= sum;
    }
    nearAtExtremes(
        "the policy after 4,000 steps on pairs that follow Bradley and Terry's model",
        optimum,
        policy,
        "the minimum of the loss is π_ref exp(r/β) / Z: check the sign of the step, σ(-βh), β and"
            + " the reference");
  }

  private static int[][] wins(int responses, int chosen, int rejected, int pairs) {
    int[][] wins = new int[responses][responses];
    wins[chosen][rejected] = pairs;
    return wins;
  }

  /** Response i wins against j with probability e^r_i / (e^r_i + e^r_j): 60 pairs each. */
  private static int[][] bradleyTerry(double[] rewards) {
    int[][] wins = new int[rewards.length][rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      for (int j = 0; j < rewards.length; j++) {
        double share = 1 / (1 + Math.exp(rewards[j] - rewards[i]));
        wins[i][j] = i == j ? 0 : (int) Math.round(60 * share);
      }
    }
    return wins;
  }
}

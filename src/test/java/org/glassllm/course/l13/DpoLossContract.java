package org.glassllm.course.l13;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l13.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code DpoLoss}. */
abstract class DpoLossContract extends Contract<Tasks.DpoLoss> {
  private static final double LN2 = Math.log(2);

  DpoLossContract(Tasks.DpoLoss code) {
    super(13, Tasks.DpoLoss.class, code);
  }

  @Test
  void theWorkedExampleGivesLnThreeHalves() {
    near(
        "the lesson's pair, β = 1/2",
        Math.log(1.5),
        code().loss(-5 * LN2, -4 * LN2, -6 * LN2, -3 * LN2, 0.5),
        "h = (policy - reference of the chosen) - (policy - reference of the rejected) = 2 ln 2;"
            + " β multiplies h inside of σ");
  }

  @Test
  void aPolicyThatEqualsTheReferenceHasLossLn2() {
    for (double beta : new double[] {0.05, 0.5, 2}) {
      near(
          "policy = reference, β = " + beta,
          LN2,
          code().loss(-60, -40, -60, -40, beta),
          "h = 0 for every pair and every β; subtract the reference's log-probabilities");
    }
  }

  @Test
  void theLossFallsAsTheMarginGrows() {
    near(
        "chosen 3 nats more likely than in the reference, rejected 1 nat less, β = 0.1",
        Math.log1p(Math.exp(-0.4)),
        code().loss(-57, -41, -60, -40, 0.1),
        "h = 3 - (-1) = 4");
    near(
        "the same numbers, chosen and rejected exchanged",
        Math.log1p(Math.exp(0.4)),
        code().loss(-41, -57, -40, -60, 0.1),
        "h = -1 - 3 = -4");
  }

  @Test
  void largeMarginsDoNotUnderflow() {
    nearAtExtremes(
        "βh = -1000",
        1000.0,
        code().loss(-2000, -10, -10, -20, 0.5),
        "log σ(x) = min(x, 0) - log(1 + exp(-|x|)); the direct form takes the logarithm of 0");
    nearAtExtremes(
        "βh = 1000", 0.0, code().loss(-10, -2000, -20, -10, 0.5), "log σ of a large number is 0");
    nearAtExtremes(
        "βh = 40: the loss is exp(-40)",
        1.0,
        code().loss(-10, -90, -10, -10, 0.5) * Math.exp(40),
        "1 + exp(-40) rounds to 1: Math.log1p keeps the small number");
  }
}

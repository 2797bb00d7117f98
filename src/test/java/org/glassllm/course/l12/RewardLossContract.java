package org.glassllm.course.l12;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l12.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code RewardLoss}. */
abstract class RewardLossContract extends Contract<Tasks.RewardLoss> {
  RewardLossContract(Tasks.RewardLoss code) {
    super(12, Tasks.RewardLoss.class, code);
  }

  @Test
  void aPairHasTheLossOfItsDifference() {
    near(
        "rewards 1 and 0",
        0.31326168751822286,
        code().of(new double[] {1}, new double[] {0}),
        "the loss is -log(1 / (1 + exp(-(chosen - rejected))))");
    near(
        "rewards 0 and 1: the model prefers the rejected response",
        1.3132616875182228,
        code().of(new double[] {0}, new double[] {1}),
        "the difference is chosen minus rejected; a wrong order costs more, not less");
    near(
        "equal rewards",
        Math.log(2),
        code().of(new double[] {3}, new double[] {3}),
        "σ(0) = 1/2, so the loss is ln 2; natural logarithm");
  }

  @Test
  void theLossIsAMeanOverPairs() {
    near(
        "three pairs with the differences 1, 0 and -1",
        (0.31326168751822286 + Math.log(2) + 1.3132616875182228) / 3,
        code().of(new double[] {1, 2, 3}, new double[] {0, 2, 4}),
        "divide the sum by the number of pairs; average the losses, not the differences");
  }

  @Test
  void onlyDifferencesCount() {
    near(
        "1000 is added to both rewards",
        0.31326168751822286,
        code().of(new double[] {1001}, new double[] {1000}),
        "subtract the rewards before any exponential");
  }

  @Test
  void largeDifferencesStayFinite() {
    nearAtExtremes(
        "the chosen reward is 800 below the rejected one",
        800.0,
        code().of(new double[] {0}, new double[] {800}),
        "σ(-800) underflows to 0; use max(-x, 0) + log(1 + exp(-|x|))");
    nearAtExtremes(
        "the chosen reward is 800 above the rejected one",
        0.0,
        code().of(new double[] {800}, new double[] {0}),
        "exp(800) overflows; the exponent must not be positive");
  }
}

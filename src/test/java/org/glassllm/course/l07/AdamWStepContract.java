package org.glassllm.course.l07;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l07.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code AdamWStep}. */
abstract class AdamWStepContract extends Contract<Tasks.AdamWStep> {
  AdamWStepContract(Tasks.AdamWStep code) {
    super(7, Tasks.AdamWStep.class, code);
  }

  @Test
  void twoStepsMatchTheFormulas() {
    double[] w = {1, -2};
    double[] m = {0, 0};
    double[] v = {0, 0};
    double[] betas = {0.9, 0.95};
    code().step(w, new double[] {0.5, -4}, m, v, 0.1, betas, 0.01, 0.2, 1);
    near(
        "weights after step 1",
        new double[] {1 - 0.1 * (0.5 / 0.51 + 0.2), -2 - 0.1 * (-4 / 4.01 - 0.4)},
        w,
        "after step 1 the corrected moments are g and g²; decay is lr · λ · w; ε is outside the root");
    near("first moments", new double[] {0.05, -0.4}, m, "decay must not enter the moments");
    near("second moments", new double[] {0.0125, 0.8}, v, "v is the running mean of the squares");
    code().step(w, new double[] {1, 1}, m, v, 0.1, betas, 0.01, 0, 2);
    near("first moments after step 2", new double[] {0.145, -0.26}, m, "m = β₁ m + (1 - β₁) g");
    double mean = 0.145 / (1 - 0.81);
    double square = (0.95 * 0.0125 + 0.05) / (1 - 0.9025);
    near(
        "the first weight after step 2",
        1 - 0.1 * (0.5 / 0.51 + 0.2) - 0.1 * mean / (Math.sqrt(square) + 0.01),
        w[0],
        "correct by 1 - βᵗ with t = 2");
  }
}

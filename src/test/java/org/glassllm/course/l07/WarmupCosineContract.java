package org.glassllm.course.l07;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l07.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code WarmupCosine}. */
abstract class WarmupCosineContract extends Contract<Tasks.WarmupCosine> {
  WarmupCosineContract(Tasks.WarmupCosine code) {
    super(7, Tasks.WarmupCosine.class, code);
  }

  @Test
  void warmupThenCosineThenMinimum() {
    double[] steps = {0, 4, 9, 10, 35, 60, 110, 150};
    double[] expected = {
      0.1, 0.5, 1, 1, 0.2 + 0.8 * 0.5 * (1 + Math.cos(Math.PI / 4)), 0.6, 0.2, 0.2
    };
    double[] actual = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      actual[i] = code().rate((long) steps[i], 1, 0.2, 10, 110);
    }
    near(
        "steps 0, 4, 9, 10, 35, 60, 110, 150",
        expected,
        actual,
        "max · (s + 1) / warmup at first; then progress p runs from 0 at step warmup to 1 at step total and stays there");
  }
}

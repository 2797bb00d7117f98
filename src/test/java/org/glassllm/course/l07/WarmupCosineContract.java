package org.glassllm.course.l07;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l07.Tasks;
import org.junit.jupiter.api.Test;

/** What {@code WarmupCosine} must do. */
abstract class WarmupCosineContract extends Contract<Tasks.WarmupCosine> {
  WarmupCosineContract(Tasks.WarmupCosine code) {
    super(7, Tasks.WarmupCosine.class, code);
  }

  @Test
  void upThenDownThenFlat() {
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
        "(s + 1) / warmup while warming up; progress counts from the end of the warm-up and stops at 1; the cosine is halved and lifted to min");
  }
}

package org.glassllm.course.l02;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l02.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code AlibiBias}. */
abstract class AlibiBiasContract extends Contract<Tasks.AlibiBias> {
  AlibiBiasContract(Tasks.AlibiBias code) {
    super(2, Tasks.AlibiBias.class, code);
  }

  @Test
  void theBiasDecreasesWithTheDistance() {
    double[][] half = {{0, 0, 0}, {-0.5, 0, 0}, {-1, -0.5, 0}};
    near(
        "head 0 of 8, slope 1/2",
        half,
        code().bias(3, 0, 8),
        "the slope is 2^(-8 (head + 1) / heads); the bias is -slope times (i - j)");
    double[][] last = {{0, 0}, {-1 / 256.0, 0}};
    near(
        "head 7 of 8, slope 1/256", last, code().bias(2, 7, 8), "the exponent counts heads from 1");
  }
}

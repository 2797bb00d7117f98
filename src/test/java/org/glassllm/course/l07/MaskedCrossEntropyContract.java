package org.glassllm.course.l07;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l07.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code MaskedCrossEntropy}. */
abstract class MaskedCrossEntropyContract extends Contract<Tasks.MaskedCrossEntropy> {
  MaskedCrossEntropyContract(Tasks.MaskedCrossEntropy code) {
    super(7, Tasks.MaskedCrossEntropy.class, code);
  }

  @Test
  void theMeanSkipsIgnoredPositions() {
    double[][] logits = {{0, Math.log(3)}, {5, 5}, {7, -7}};
    double expected = (Math.log(4.0 / 3) + Math.log(2)) / 2;
    near(
        "two of three count",
        expected,
        code().loss(logits, new int[] {1, 0, -100}, -100),
        "leave padding out of the sum and out of the count");
  }

  @Test
  void anyIdCanMarkIgnoredPositions() {
    double[][] logits = {{0, Math.log(3)}, {9, -9}, {0, Math.log(7)}};
    near(
        "PAD is token 0: ignore = 0",
        (Math.log(4.0 / 3) + Math.log(8.0 / 7)) / 2,
        code().loss(logits, new int[] {1, 0, 1}, 0),
        "compare each target with ignore, which need not be negative");
  }

  @Test
  void allPositionsCountIfNoneIsIgnored() {
    near(
        "uniform over 4",
        Math.log(4),
        code().loss(new double[3][4], new int[] {0, 1, 2}, -100),
        "use the natural logarithm and the mean");
  }

  @Test
  void largeLogitsDoNotOverflow() {
    nearAtExtremes(
        "logits of 1000",
        Math.log(2),
        code().loss(new double[][] {{1000, 1000}}, new int[] {0}, -1),
        "subtract the largest logit before exp, and add it after log");
  }
}

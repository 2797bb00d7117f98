package org.glassllm.course.l07;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l07.Tasks;
import org.junit.jupiter.api.Test;

/** What {@code MaskedCrossEntropy} must do. */
abstract class MaskedCrossEntropyContract extends Contract<Tasks.MaskedCrossEntropy> {
  MaskedCrossEntropyContract(Tasks.MaskedCrossEntropy code) {
    super(7, Tasks.MaskedCrossEntropy.class, code);
  }

  @Test
  void theMeanOverPositionsThatCount() {
    double[][] logits = {{0, Math.log(3)}, {5, 5}, {7, -7}};
    double expected = (Math.log(4.0 / 3) + Math.log(2)) / 2;
    near(
        "two of three count",
        expected,
        code().loss(logits, new int[] {1, 0, -100}, -100),
        "padding must be neither in the sum nor in the number you divide by");
  }

  @Test
  void everyPositionCountsWhereNoneIsIgnored() {
    near(
        "uniform over 4",
        Math.log(4),
        code().loss(new double[3][4], new int[] {0, 1, 2}, -100),
        "nats, and a mean");
  }

  @Test
  void largeLogitsDoNotOverflow() {
    nearAtExtremes(
        "logits of 1000",
        Math.log(2),
        code().loss(new double[][] {{1000, 1000}}, new int[] {0}, -1),
        "take the largest logit off before exp and add it again after log");
  }
}

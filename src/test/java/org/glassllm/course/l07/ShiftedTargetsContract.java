package org.glassllm.course.l07;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l07.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code ShiftedTargets}. */
abstract class ShiftedTargetsContract extends Contract<Tasks.ShiftedTargets> {
  ShiftedTargetsContract(Tasks.ShiftedTargets code) {
    super(7, Tasks.ShiftedTargets.class, code);
  }

  @Test
  void targetsAreTheNextTokens() {
    int[] tokens = {10, 11, 12, 13, 14, 15};
    near(
        "window of 3 from 1",
        new int[][] {{11, 12, 13}, {12, 13, 14}},
        code().window(tokens, 1, 3),
        "target t is tokens[start + t + 1]");
    near(
        "the last window",
        new int[][] {{13, 14}, {14, 15}},
        code().window(tokens, 3, 2),
        "the last target is the token after the last input");
  }
}

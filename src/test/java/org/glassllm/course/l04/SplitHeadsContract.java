package org.glassllm.course.l04;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l04.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code SplitHeads}. */
abstract class SplitHeadsContract extends Contract<Tasks.SplitHeads> {
  SplitHeadsContract(Tasks.SplitHeads code) {
    super(4, Tasks.SplitHeads.class, code);
  }

  @Test
  void headsAreContiguousChannels() {
    double[][] x = {{0, 1, 2, 3, 4, 5}, {10, 11, 12, 13, 14, 15}};
    double[][][] expected = {{{0, 1}, {10, 11}}, {{2, 3}, {12, 13}}, {{4, 5}, {14, 15}}};
    near(
        "6 channels, 3 heads",
        expected,
        code().split(x, 3),
        "head h has the channels h·D … (h + 1)·D - 1; a plain reshape puts channels of different tokens into one head");
  }

  @Test
  void mergeConcatenatesTheHeads() {
    double[][][] heads = {{{0, 1}, {10, 11}}, {{2, 3}, {12, 13}}, {{4, 5}, {14, 15}}};
    near(
        "3 heads merged",
        new double[][] {{0, 1, 2, 3, 4, 5}, {10, 11, 12, 13, 14, 15}},
        code().merge(heads),
        "merge undoes split");
  }
}

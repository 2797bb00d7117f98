package org.glassllm.course.l03;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l03.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code CausalMask}. */
abstract class CausalMaskContract extends Contract<Tasks.CausalMask> {
  CausalMaskContract(Tasks.CausalMask code) {
    super(3, Tasks.CausalMask.class, code);
  }

  @Test
  void onlyLaterKeysAreHidden() {
    double h = Double.NEGATIVE_INFINITY;
    near(
        "3 queries, 3 keys",
        new double[][] {{0, h, h}, {0, 0, h}, {0, 0, 0}},
        code().mask(3, 3),
        "0 (not 1) where j <= i, minus infinity where j > i");
  }

  @Test
  void cachedKeysPrecedeTheQueries() {
    double h = Double.NEGATIVE_INFINITY;
    near(
        "2 queries, 4 keys",
        new double[][] {{0, 0, 0, h}, {0, 0, 0, 0}},
        code().mask(2, 4),
        "query i has position i + keys - queries");
  }
}

package org.glassllm.course.l01;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l01.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code EncodeWithMerges}. */
abstract class EncodeWithMergesContract extends Contract<Tasks.EncodeWithMerges> {
  EncodeWithMergesContract(Tasks.EncodeWithMerges code) {
    super(1, Tasks.EncodeWithMerges.class, code);
  }

  @Test
  void mergesApplyInTheLearnedOrder() {
    int[][] merges = {{1, 2, 10}, {2, 3, 11}, {10, 3, 12}};
    same(
        "1 2 3 with merges 12, 23, (12)3",
        new int[] {12},
        code().encode(new int[] {1, 2, 3}, merges),
        "apply the merges in the order in which they were learned");
    same(
        "1 2 3 with merges 23, 12",
        new int[] {1, 11},
        code().encode(new int[] {1, 2, 3}, new int[][] {{2, 3, 11}, {1, 2, 10}}),
        "apply the oldest merge first, not the longest or leftmost match");
  }

  @Test
  void aMergeAppliesEverywhere() {
    int[][] merges = {{1, 2, 10}};
    same(
        "1 2 1 2 at both ends",
        new int[] {10, 10},
        code().encode(new int[] {1, 2, 1, 2}, merges),
        "continue after the first match, up to the last pair");
    same(
        "1 3 1 2",
        new int[] {1, 3, 10},
        code().encode(new int[] {1, 3, 1, 2}, merges),
        "both neighbours must match");
  }
}

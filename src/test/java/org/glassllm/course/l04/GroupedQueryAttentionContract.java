package org.glassllm.course.l04;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l04.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code GroupedQueryAttention}. */
abstract class GroupedQueryAttentionContract extends Contract<Tasks.GroupedQueryAttention> {
  GroupedQueryAttentionContract(Tasks.GroupedQueryAttention code) {
    super(4, Tasks.GroupedQueryAttention.class, code);
  }

  @Test
  void adjacentHeadsShareAKeyValueHead() {
    double[][][] q = new double[4][1][2];
    double[][][] k = new double[2][1][2];
    double[][][] v = {{{1, 2}}, {{3, 4}}};
    near(
        "4 query heads, 2 key-value heads",
        new double[][][] {{{1, 2}}, {{1, 2}}, {{3, 4}}, {{3, 4}}},
        code().attend(q, k, v),
        "query head h uses key-value head h / (H / G)");
  }

  @Test
  void eachHeadIsOrdinaryAttention() {
    double[][][] q = {matrix(4, 3, 1), matrix(4, 3, 2), matrix(4, 3, 3), matrix(4, 3, 4)};
    double[][][] k = {matrix(4, 3, 5), matrix(4, 3, 6)};
    double[][][] v = {matrix(4, 3, 7), matrix(4, 3, 8)};
    double[][][] expected = new double[4][][];
    for (int h = 0; h < 4; h++) {
      expected[h] = new org.glassllm.solutions.l03.Attention().attend(q[h], k[h / 2], v[h / 2]);
    }
    near(
        "each head on its own",
        expected,
        code().attend(q, k, v),
        "divide by √D of one head, not √C; mask later keys; use k and v of the same group");
  }

  @Test
  void largeScoresDoNotOverflow() {
    double[][][] q = {{{50, 0, 0, 0}, {50, 0, 0, 0}}};
    for (double score : new double[] {50, -50}) { // q·k / √D = ±1250, and exp(1250) overflows
      double[][][] k = {{{score, 0, 0, 0}, {score, 0, 0, 0}}};
      double[][][] v = {{{1, 0, 0, 0}, {3, 0, 0, 0}}};
      nearAtExtremes(
          "two equal scores of " + 25 * score,
          new double[][][] {{{1, 0, 0, 0}, {2, 0, 0, 0}}},
          code().attend(q, k, v),
          "subtract the largest score before exp");
    }
  }
}

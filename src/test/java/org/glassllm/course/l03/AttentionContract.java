package org.glassllm.course.l03;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l03.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code Attention}. */
abstract class AttentionContract extends Contract<Tasks.Attention> {
  AttentionContract(Tasks.Attention code) {
    super(3, Tasks.Attention.class, code);
  }

  @Test
  void twoTokensMatchTheFormula() {
    double e = Math.exp(Math.sqrt(2));
    double[][] q = {{9, 9}, {1, 1}};
    double[][] k = {{1, 1}, {0, 0}};
    double[][] v = {{1, 10}, {3, 20}};
    double[][] expected = {{1, 10}, {(e + 3) / (e + 1), (10 * e + 20) / (e + 1)}};
    near(
        "two tokens",
        expected,
        code().attend(q, k, v),
        "scores are q·k / √D; softmax over the keys; token 0 attends only to itself");
  }

  @Test
  void laterTokensDoNotChangeEarlierOutputs() {
    double[][] q = matrix(4, 3, 1);
    double[][] k = matrix(4, 3, 2);
    double[][] v = matrix(4, 3, 3);
    double[] before = code().attend(q, k, v)[2].clone();
    k[3] = new double[] {5, -5, 5};
    v[3] = new double[] {100, 100, 100};
    near(
        "token 2 after token 3 changed",
        before,
        code().attend(q, k, v)[2],
        "the causal mask is missing, follows the softmax, or is off by one");
  }

  @Test
  void equalKeysGiveTheMeanOfTheVisibleValues() {
    double[][] v = {{2}, {4}, {9}};
    near(
        "all keys equal",
        new double[][] {{2}, {3}, {5}},
        code().attend(matrix(3, 4, 1), new double[3][4], v),
        "the weights of the visible keys, the token's own included, must sum to 1");
  }

  @Test
  void scoresAreDividedByTheRootOfD() {
    double[][] q = {{0, 0, 0, 0}, {2, 0, 0, 0}};
    double[][] k = {{1, 0, 0, 0}, {0, 0, 0, 0}};
    double e = Math.exp(1);
    near(
        "D = 4",
        new double[][] {{1}, {e / (e + 1)}},
        code().attend(q, k, new double[][] {{1}, {0}}),
        "divide by √D = 2; D is the length of a query");
  }

  @Test
  void largeScoresDoNotOverflow() {
    double[][] q = {{50, 0, 0, 0}, {50, 0, 0, 0}};
    for (double score : new double[] {50, -50}) { // q·k / √D = ±1250, and exp(1250) overflows
      double[][] k = {{score, 0, 0, 0}, {score, 0, 0, 0}};
      nearAtExtremes(
          "two equal scores of " + 25 * score,
          new double[][] {{1}, {2}},
          code().attend(q, k, new double[][] {{1}, {3}}),
          "subtract the largest score before exp");
    }
  }
}

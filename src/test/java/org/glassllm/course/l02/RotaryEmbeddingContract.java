package org.glassllm.course.l02;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l02.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code RotaryEmbedding}. */
abstract class RotaryEmbeddingContract extends Contract<Tasks.RotaryEmbedding> {
  RotaryEmbeddingContract(Tasks.RotaryEmbedding code) {
    super(2, Tasks.RotaryEmbedding.class, code);
  }

  @Test
  void pairsRotateByTheirAngles() {
    double[] x = {1, 2, 3, 4};
    double slow = 5 / Math.pow(10_000, 0.5);
    double[] expected = {
      Math.cos(5) - 3 * Math.sin(5),
      2 * Math.cos(slow) - 4 * Math.sin(slow),
      3 * Math.cos(5) + Math.sin(5),
      4 * Math.cos(slow) + 2 * Math.sin(slow)
    };
    near(
        "four channels at position 5",
        expected,
        code().rotate(x, 5),
        "channel i pairs with i + D/2; the angle is position / 10000^(2i/D); a becomes a cos - b sin, and b becomes b cos + a sin");
  }

  @Test
  void positionZeroChangesNothing() {
    double[] x = {1, -2, 3, 0.5, 7, -1};
    near(
        "position 0",
        x.clone(),
        code().rotate(x, 0),
        "positions start at 0, where every angle is 0");
  }

  @Test
  void scoresDependOnTheDistanceAlone() {
    double[] q = numbers(8, 1);
    double[] k = numbers(8, 2);
    near(
        "the score of positions 9 and 6 against 5 and 2",
        dot(code().rotate(q, 5), code().rotate(k, 2)),
        dot(code().rotate(q, 9), code().rotate(k, 6)),
        "a rotation preserves lengths: check the signs");
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

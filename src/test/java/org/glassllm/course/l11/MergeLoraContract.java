package org.glassllm.course.l11;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l11.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code MergeLora}. */
abstract class MergeLoraContract extends Contract<Tasks.MergeLora> {
  private static final double ALPHA = 6;
  private static final double[][] A = {{1, 0, 0}, {2, 1, 0}, {0, 0, 0}};
  private static final double[][] B = {{0, 1, 3}, {1, 0, 0}, {5, 5, 5}};

  MergeLoraContract(Tasks.MergeLora code) {
    super(11, Tasks.MergeLora.class, code);
  }

  private static double[][] identity() {
    return new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  }

  @Test
  void theUpdateIsScaledByAlphaOverR() {
    near(
        "W + ΔW for r = 3 and alpha = 6, so the scale is 2",
        new double[][] {{1, 2, 6}, {2, 5, 12}, {0, 0, 1}},
        code().merge(identity(), A, B, ALPHA),
        "ΔW = (alpha / r) A B, where row i of A meets the columns of B");
    near(
        "output for x = (1, 1, 0)",
        new double[] {3, 7, 18},
        code().output(new double[] {1, 1, 0}, identity(), A, B, ALPHA),
        "y = x W + (alpha / r) (x A) B");
  }

  @Test
  void bothWaysGiveTheSameOutput() {
    int n = 4, r = 2;
    double[] x = numbers(n, 1);
    double[][] w = matrix(n, n, 2), a = matrix(n, r, 3), b = matrix(r, n, 4);
    double[][] expected = matrix(n, n, 2);
    double[] output = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < r; k++) {
          expected[i][j] += 10.0 / r * a[i][k] * b[k][j];
        }
        output[j] += x[i] * expected[i][j];
      }
    }
    near(
        "W + ΔW for r = 2 and alpha = 10",
        expected,
        code().merge(w, a, b, 10),
        "r is the number of columns of A and of rows of B");
    near(
        "output with the update beside W",
        output,
        code().output(x, w, a, b, 10),
        "merging must not change the output: compare the scales and the order of A and B");
  }

  @Test
  void anUpdateOfZeroChangesNothing() {
    double[][] zero = new double[3][3];
    near(
        "W + ΔW for B = 0",
        identity(),
        code().merge(identity(), A, zero, ALPHA),
        "B is 0 before training: the model is then the base model");
  }

  @Test
  void theGivenWeightStaysUnchanged() {
    double[][] w = matrix(3, 3, 5);
    double[][] once = code().merge(w, A, B, ALPHA);
    near("the given W after a merge", matrix(3, 3, 5), w, "copy W before you add");
    near(
        "a second merge of the same W",
        once,
        code().merge(w, A, B, ALPHA),
        "a merge into W itself would add the update twice");
  }
}

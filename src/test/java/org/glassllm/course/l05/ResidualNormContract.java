package org.glassllm.course.l05;

import java.util.Arrays;
import org.glassllm.course.Contract;
import org.glassllm.exercises.l05.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code ResidualNorm}. */
abstract class ResidualNormContract extends Contract<Tasks.ResidualNorm> {
  ResidualNormContract(Tasks.ResidualNorm code) {
    super(5, Tasks.ResidualNorm.class, code);
  }

  @Test
  void preNormNormalizesTheBranchInput() {
    near(
        "x + f(norm(x))",
        new double[] {4 + 41, 8 + 81},
        code()
            .add(
                new double[] {4, 8},
                ResidualNormContract::plusOneTimesTwenty,
                ResidualNormContract::half,
                true),
        "add the branch's output to x itself; normalize nothing after the addition");
  }

  @Test
  void postNormNormalizesTheSum() {
    near(
        "norm(x + f(x))",
        new double[] {(4 + 81) / 2.0, (8 + 161) / 2.0},
        code()
            .add(
                new double[] {4, 8},
                ResidualNormContract::plusOneTimesTwenty,
                ResidualNormContract::half,
                false),
        "the input of the branch is x, not norm(x); normalize the sum");
  }

  private static double[] half(double[] x) {
    return Arrays.stream(x).map(v -> v / 2).toArray();
  }

  private static double[] plusOneTimesTwenty(double[] x) {
    return Arrays.stream(x).map(v -> 20 * v + 1).toArray();
  }
}

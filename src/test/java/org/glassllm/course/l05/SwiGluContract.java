package org.glassllm.course.l05;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l05.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code SwiGlu}. */
abstract class SwiGluContract extends Contract<Tasks.SwiGlu> {
  SwiGluContract(Tasks.SwiGlu code) {
    super(5, Tasks.SwiGlu.class, code);
  }

  @Test
  void theGateMultipliesTheOtherBranch() {
    double[][] gate = {{1, -1, 0.5}, {0, 2, 1}};
    double[][] up = {{2, 1, 1}, {1, 0, -1}};
    double[][] down = {{1, 0}, {0, 1}, {1, 1}};
    double[] z = {1, 3, 2.5};
    double[] u = {4, 1, -1};
    double[] h = new double[3];
    for (int f = 0; f < 3; f++) {
      h[f] = z[f] / (1 + Math.exp(-z[f])) * u[f];
    }
    near(
        "x = (1, 2)",
        new double[] {h[0] + h[2], h[1] + h[2]},
        code().apply(new double[] {1, 2}, gate, up, down),
        "silu(z) = z / (1 + exp(-z)) on the gate only; multiply both branches element by element, then multiply by D");
    near(
        "a gate of -1",
        new double[] {-1 / (1 + Math.E)},
        code()
            .apply(
                new double[] {1},
                new double[][] {{-1}},
                new double[][] {{1}},
                new double[][] {{1}}),
        "silu is not relu: silu(-1) = -0.27");
  }
}

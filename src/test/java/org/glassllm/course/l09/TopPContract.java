package org.glassllm.course.l09;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l09.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code TopP}. */
abstract class TopPContract extends Contract<Tasks.TopP> {
  TopPContract(Tasks.TopP code) {
    super(9, Tasks.TopP.class, code);
  }

  @Test
  void theNucleusIsTheSmallestThatReachesP() {
    double[] p = {0.125, 0.5, 0.0625, 0.25, 0.0625 / 2, 0.0625 / 2};
    near(
        "p = 0.6",
        new double[] {0, 2 / 3.0, 0, 1 / 3.0, 0, 0},
        code().nucleus(p, 0.6),
        "sort by probability; the token that reaches p belongs to the nucleus; normalize");
    near(
        "p = 0.75 is reached exactly",
        new double[] {0, 2 / 3.0, 0, 1 / 3.0, 0, 0},
        code().nucleus(p, 0.75),
        "stop as soon as the sum is at least p");
    near(
        "p = 0.1",
        new double[] {0, 1, 0, 0, 0, 0},
        code().nucleus(p, 0.1),
        "keep at least the most probable token");
  }
}

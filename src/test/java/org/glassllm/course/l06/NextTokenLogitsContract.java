package org.glassllm.course.l06;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l06.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code NextTokenLogits}. */
abstract class NextTokenLogitsContract extends Contract<Tasks.NextTokenLogits> {
  NextTokenLogitsContract(Tasks.NextTokenLogits code) {
    super(6, Tasks.NextTokenLogits.class, code);
  }

  @Test
  void logitsAreDotProductsOfTheLastToken() {
    double[][] hidden = {{9, 9, 9}, {1, 2, 3}};
    double[][] embedding = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
    near(
        "logits",
        new double[] {1, 2, 3, 6},
        code().logits(hidden, embedding),
        "the dot products of the last row with each row of the embedding");
  }
}

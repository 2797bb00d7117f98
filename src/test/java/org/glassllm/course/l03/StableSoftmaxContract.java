package org.glassllm.course.l03;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l03.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code StableSoftmax}. */
abstract class StableSoftmaxContract extends Contract<Tasks.StableSoftmax> {
  StableSoftmaxContract(Tasks.StableSoftmax code) {
    super(3, Tasks.StableSoftmax.class, code);
  }

  @Test
  void weightsAreExponentialsOverTheirSum() {
    double sum = Math.exp(1) + Math.exp(2) + Math.exp(-3);
    near(
        "softmax(1, 2, -3)",
        new double[] {Math.exp(1) / sum, Math.exp(2) / sum, Math.exp(-3) / sum},
        code().softmax(new double[] {1, 2, -3}),
        "divide exp(score) by the sum of all exponentials");
  }

  @Test
  void largeScoresDoNotOverflow() {
    nearAtExtremes(
        "softmax(1000, 1000)",
        new double[] {0.5, 0.5},
        code().softmax(new double[] {1000, 1000}),
        "subtract the largest score before exp");
    nearAtExtremes(
        "softmax(-1000, -1000)",
        new double[] {0.5, 0.5},
        code().softmax(new double[] {-1000, -1000}),
        "subtract the largest score before exp: exp(-1000) is 0");
  }

  @Test
  void minusInfinityGetsProbabilityZero() {
    near(
        "softmax(0, -inf)",
        new double[] {1, 0},
        code().softmax(new double[] {0, Double.NEGATIVE_INFINITY}),
        "exp of minus infinity is 0");
  }
}

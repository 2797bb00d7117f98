package org.glassllm.course.l05;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l05.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code LayerNorm}. */
abstract class LayerNormContract extends Contract<Tasks.LayerNorm> {
  LayerNormContract(Tasks.LayerNorm code) {
    super(5, Tasks.LayerNorm.class, code);
  }

  @Test
  void meanZeroVarianceOneThenGainAndBias() {
    double[] x = {1, 2, 3, 6};
    double[] gain = {1, 2, 3, 4};
    double[] bias = {0, 10, 20, 30};
    double root = Math.sqrt(3.5 + 0.5);
    double[] expected = {-2 / root, 10 - 2 / root, 20, 30 + 12 / root};
    near(
        "(1, 2, 3, 6), epsilon 0.5",
        expected,
        code().normalize(x, gain, bias, 0.5),
        "mean 3, variance 14/4 = 3.5 (divide by n), then (x - mean) / √(variance + epsilon) · gain + bias");
  }
}

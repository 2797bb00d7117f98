package org.glassllm.course.l02;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l02.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code SinusoidalPositions}. */
abstract class SinusoidalPositionsContract extends Contract<Tasks.SinusoidalPositions> {
  SinusoidalPositionsContract(Tasks.SinusoidalPositions code) {
    super(2, Tasks.SinusoidalPositions.class, code);
  }

  @Test
  void pairsOfChannelsShareAnAngle() {
    double[][] expected = {
      {0, 1, 0, 1, 0, 1},
      {
        Math.sin(1),
        Math.cos(1),
        Math.sin(Math.pow(10_000, -2 / 6.0)),
        Math.cos(Math.pow(10_000, -2 / 6.0)),
        Math.sin(Math.pow(10_000, -4 / 6.0)),
        Math.cos(Math.pow(10_000, -4 / 6.0))
      }
    };
    near(
        "two positions of six channels",
        expected,
        code().table(2, 6),
        "the angle of channels 2i and 2i + 1 is t / 10000^(2i/dim), in floating point, from position 0");
  }
}

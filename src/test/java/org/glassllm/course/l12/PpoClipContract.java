package org.glassllm.course.l12;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l12.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code PpoClip}. */
abstract class PpoClipContract extends Contract<Tasks.PpoClip> {
  private static final double EPSILON = 0.2;

  PpoClipContract(Tasks.PpoClip code) {
    super(12, Tasks.PpoClip.class, code);
  }

  /** Returns loss and gradient of one token with a ratio and an advantage. */
  private double[] token(double ratio, double advantage) {
    double old = -1.5;
    Tasks.Loss loss =
        code()
            .of(
                new double[] {old + Math.log(ratio)},
                new double[] {old},
                new double[] {advantage},
                EPSILON);
    return new double[] {loss.loss(), loss.gradient()[0]};
  }

  @Test
  void insideTheIntervalTheLossIsTheRatioTimesTheAdvantage() {
    near(
        "ratio 1, advantage 3: loss and gradient",
        new double[] {-3, -3},
        token(1, 3),
        "at ratio 1 the gradient is minus the advantage; old log-probabilities are constants");
    near(
        "ratio 1.1, advantage 2",
        new double[] {-2.2, -2.2},
        token(1.1, 2),
        "the ratio is the exponential of the difference; the derivative of the ratio is the ratio");
    near(
        "ratio 0.9, advantage -2",
        new double[] {1.8, 1.8},
        token(0.9, -2),
        "the ratio is the exponential of the difference; the derivative of the ratio is the ratio");
  }

  @Test
  void beyondTheIntervalNothingIsGained() {
    near(
        "ratio 1.5, advantage 1: likelier than the interval allows",
        new double[] {-1.2, 0},
        token(1.5, 1),
        "the clipped term is smaller, so it counts, and its gradient is 0");
    near(
        "ratio 0.5, advantage -1: less likely than the interval allows",
        new double[] {0.8, 0},
        token(0.5, -1),
        "clip on both sides: 1 - ε and 1 + ε");
  }

  @Test
  void aWrongMoveIsNotClipped() {
    near(
        "ratio 1.5, advantage -1: a bad token became likelier",
        new double[] {1.5, 1.5},
        token(1.5, -1),
        "take the minimum of both terms: the gradient must bring the token back");
    near(
        "ratio 0.5, advantage 1: a good token became less likely",
        new double[] {-0.5, -0.5},
        token(0.5, 1),
        "take the minimum of both terms: the gradient must bring the token back");
  }

  @Test
  void lossAndGradientAreMeansOverTokens() {
    Tasks.Loss loss =
        code()
            .of(
                new double[] {-1, -2 + Math.log(1.5), -3},
                new double[] {-1, -2, -3},
                new double[] {3, 1, -1.5},
                EPSILON);
    near(
        "three tokens",
        -(3 + 1.2 - 1.5) / 3,
        loss.loss(),
        "the loss is minus the mean of the smaller terms");
    near(
        "gradient of three tokens",
        new double[] {-1, 0, 0.5},
        loss.gradient(),
        "the gradient of a mean over n tokens has the factor 1 / n");
  }
}

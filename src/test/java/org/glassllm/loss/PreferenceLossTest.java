package org.glassllm.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceLossTest {
  private static final double[] H = {-30, -2, -0.1, 0, 0.3, 4, 25};

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static Kernels kernels(boolean fused) {
    return fused ? Kernels.FUSED : Kernels.READABLE;
  }

  /** The loss of each number, and the derivatives. */
  @SuppressWarnings("try") // autograd records until the resource is closed
  private static double[][] lossAndSlope(PreferenceLoss loss, boolean fused, double... h) {
    try (NDManager m = Torch.manager();
        Autograd.Recording recording = Autograd.record()) {
      NDArray x = m.create(h);
      x.setRequiresGradient(true);
      NDArray losses = loss.of(kernels(fused), x);
      NDArray slope = Autograd.gradients(losses.sum(), List.of(x)).get(0);
      return new double[][] {losses.toDoubleArray(), slope.toDoubleArray()};
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void equalLogRatiosHaveTheLossLogTwo(boolean fused) {
    for (double beta : new double[] {0.01, 0.1, 5}) {
      double[][] plain = lossAndSlope(new PreferenceLoss.Sigmoid(beta), fused, 0);
      assertEquals(Math.log(2), plain[0][0], 1e-15);
      assertEquals(-beta / 2, plain[1][0], 1e-15);
      double[][] smooth = lossAndSlope(new PreferenceLoss.Sigmoid(beta, 0.2), fused, 0);
      assertEquals(Math.log(2), smooth[0][0], 1e-15);
      assertEquals(-beta * (0.5 - 0.2), smooth[1][0], 1e-15);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lossAndSlopeEqualTheirClosedForms(boolean fused) {
    double beta = 0.7, epsilon = 0.15;
    double[][] found = lossAndSlope(new PreferenceLoss.Sigmoid(beta, epsilon), fused, H);
    for (int i = 0; i < H.length; i++) {
      double x = beta * H[i];
      double loss = (1 - epsilon) * softplus(-x) + epsilon * softplus(x);
      double slope = -beta * ((1 - epsilon) * sigmoid(-x) - epsilon * sigmoid(x));
      assertEquals(loss, found[0][i], 1e-12 * Math.max(1, loss));
      assertEquals(slope, found[1][i], 1e-12);
    }
  }

  @Test
  void smoothedLabelsHaveTheirMinimumAtTheLogOdds() {
    double beta = 0.5, epsilon = 0.1, best = Math.log((1 - epsilon) / epsilon) / beta;
    double[][] found =
        lossAndSlope(new PreferenceLoss.Sigmoid(beta, epsilon), true, best - 1, best, best + 1);
    assertTrue(found[1][0] < 0 && found[1][2] > 0);
    assertEquals(0, found[1][1], 1e-12);
  }

  @Test
  void ipoHasItsMinimumAtOneOverTwoBeta() {
    double[][] found = lossAndSlope(new PreferenceLoss.Ipo(0.25), true, 0, 2, 5);
    assertArrayEquals(new double[] {4, 0, 9}, found[0], 1e-12);
    assertArrayEquals(new double[] {-4, 0, 6}, found[1], 1e-12);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @SuppressWarnings("try") // autograd records until the resource is closed
  void hugeRewardDifferencesNeitherOverflowNorVanish(boolean fused) {
    try (NDManager m = Torch.manager();
        Autograd.Recording recording = Autograd.record()) {
      NDArray chosen = m.create(new float[] {1e4f, -1e4f, 50, -50, 0});
      NDArray rejected = m.create(new float[5]), margins = m.create(new float[] {0, 0, 0, 0, 1});
      chosen.setRequiresGradient(true);
      NDArray loss = RewardLoss.of(kernels(fused), chosen, rejected, margins);
      float[] expected = {0, 1e4f, (float) Math.exp(-50), 50, (float) softplus(1)};
      assertArrayEquals(expected, loss.toFloatArray(), 1e-6f);
      float[] slope = Autograd.gradients(loss.sum(), List.of(chosen)).get(0).toFloatArray();
      float[] slopes = {0, -1, (float) -sigmoid(-50), -1, (float) -sigmoid(1)};
      assertArrayEquals(slopes, slope, 1e-6f);
    }
  }

  @Test
  void impossibleSettingsAreRefused() {
    for (double beta : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(InputException.class, () -> new PreferenceLoss.Sigmoid(beta));
      assertThrows(InputException.class, () -> new PreferenceLoss.Ipo(beta));
    }
    for (double smoothing : Arrays.asList(-0.1, 0.5, Double.NaN)) {
      assertThrows(InputException.class, () -> new PreferenceLoss.Sigmoid(0.1, smoothing));
    }
  }
}

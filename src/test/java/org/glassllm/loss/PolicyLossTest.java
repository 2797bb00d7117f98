package org.glassllm.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clipped losses of PPO, the estimators of the divergence, and the entropy. */
class PolicyLossTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** The values of a function of one array, and the derivatives of their sum. */
  @SuppressWarnings("try") // autograd records until the resource is closed
  private static double[][] valuesAndSlopes(NDArray x, UnaryOperator<NDArray> function) {
    x.setRequiresGradient(true);
    try (Autograd.Recording recording = Autograd.record()) {
      NDArray y = function.apply(x);
      NDArray slopes = Autograd.gradients(y.sum(), List.of(x)).get(0);
      return new double[][] {y.toDoubleArray(), slopes.toDoubleArray()};
    }
  }

  @Test
  void clippingStopsTheGradientOnTheFavouredSideOnly() {
    double[] ratios = {0.5, 0.79, 0.81, 1, 1.29, 1.31, 2};
    PolicyClip clip = new PolicyClip(0.2, 0.3);
    for (double advantage : new double[] {2, -2}) {
      NDArray logProbs = manager.create(ratios).log();
      NDArray old = manager.zeros(logProbs.getShape(), logProbs.getDataType());
      NDArray advantages = old.add(advantage);
      double[][] found = valuesAndSlopes(logProbs, x -> clip.of(x, old, advantages));
      double[] clipped = clip.clipped(logProbs, old, advantages).toDoubleArray();
      for (int i = 0; i < ratios.length; i++) {
        double r = ratios[i];
        boolean stopped = advantage > 0 ? r > 1.3 : r < 0.8;
        double bound = advantage > 0 ? 1.3 : 0.8;
        assertEquals(-advantage * (stopped ? bound : r), found[0][i], 1e-12, "ratio " + r);
        assertEquals(stopped ? 0 : -advantage * r, found[1][i], 1e-12, "slope at ratio " + r);
        assertEquals(stopped ? 1 : 0, clipped[i], "clipped at ratio " + r);
      }
    }
  }

  @Test
  @SuppressWarnings("try") // autograd records until the resource is closed
  void atRatioOneTheGradientIsThatOfReinforce() {
    SplittableRandom random = new SplittableRandom(3);
    NDArray logits = manager.create(random.doubles(2 * 3 * 5, -2, 2).toArray(), new Shape(2, 3, 5));
    NDArray targets = manager.create(new long[] {1, 4, Batch.IGNORE, 0, 2, 2}, new Shape(2, 3));
    NDArray advantages = manager.create(new double[] {1, -2, 0, 0.5, 3, -1}, new Shape(2, 3));
    NDArray old = ResponseLogProb.perToken(Kernels.FUSED, logits, targets).duplicate();
    logits.setRequiresGradient(true);
    try (Autograd.Recording recording = Autograd.record()) {
      NDArray logProbs = ResponseLogProb.perToken(Kernels.FUSED, logits, targets);
      NDArray ppo = new PolicyClip(0.2).of(logProbs, old, advantages).sum();
      double[] actual = Autograd.gradients(ppo, List.of(logits)).get(0).toDoubleArray();
      NDArray again = ResponseLogProb.perToken(Kernels.FUSED, logits, targets);
      NDArray reinforce = again.mul(advantages).sum().neg();
      double[] expected = Autograd.gradients(reinforce, List.of(logits)).get(0).toDoubleArray();
      assertArrayEquals(expected, actual, 1e-15);
      assertTrue(Math.abs(expected[0]) > 0.01);
    }
  }

  @Test
  void theCriticMayMoveFreelyWithinEpsilonOnly() {
    double[] v = {0.5, 1.1, 1.5, 2.5}; // V_old is 1, ε is 0.2
    ValueClip clip = new ValueClip(0.2);
    NDArray old = manager.ones(new Shape(4), manager.create(v).getDataType());
    NDArray returns = old.add(1); // R = 2
    double[][] found = valuesAndSlopes(manager.create(v), x -> clip.of(x, old, returns));
    // V below R: beyond 1.2, the clipped error 0.8 is the larger one, and its gradient is 0
    assertArrayEquals(new double[] {1.125, 0.405, 0.32, 0.32}, found[0], 1e-12);
    assertArrayEquals(new double[] {-1.5, -0.9, 0, 0}, found[1], 1e-12);
    ValueClip free = new ValueClip(Double.POSITIVE_INFINITY);
    double[][] plain = valuesAndSlopes(manager.create(v), x -> free.of(x, old, returns));
    assertArrayEquals(new double[] {1.125, 0.405, 0.125, 0.125}, plain[0], 1e-12);
    assertArrayEquals(new double[] {-1.5, -0.9, -0.5, 0.5}, plain[1], 1e-12);
  }

  @Test
  void estimatorsOfArraysEqualThoseOfNumbers() {
    double[] p = {-0.1, -2, -5, -1}, q = {-0.3, -1, -0.01, -1};
    for (KlEstimator estimator : KlEstimator.values()) {
      double[] actual = estimator.of(manager.create(p), manager.create(q)).toDoubleArray();
      for (int i = 0; i < p.length; i++) {
        assertEquals(estimator.of(p[i], q[i]), actual[i], 1e-12);
        assertTrue(estimator == KlEstimator.K1 || actual[i] >= 0);
      }
      assertEquals(0, actual[3], "equal probabilities");
    }
  }

  @Test
  void uniformLogitsHaveTheEntropyLogV() {
    NDArray logits =
        manager.create(new double[] {3, 3, 3, 3, 0, Math.log(3), 7, -900}, new Shape(2, 4));
    NDArray targets = manager.create(new long[] {1, 2}, new Shape(2));
    double[] entropy = Entropy.perToken(Kernels.FUSED, logits, targets).toDoubleArray();
    assertEquals(Math.log(4), entropy[0], 1e-12);
    double z = 1 + 3 + Math.exp(7), h = 0;
    for (double weight : new double[] {1, 3, Math.exp(7)}) {
      h -= weight / z * Math.log(weight / z);
    }
    assertEquals(h, entropy[1], 1e-12);
    NDArray ignored = manager.create(new long[] {Batch.IGNORE, 2}, new Shape(2));
    assertEquals(0, Entropy.perToken(Kernels.FUSED, logits, ignored).getDouble(0));
  }

  @Test
  void impossibleSettingsAreRefused() {
    for (double epsilon : new double[] {0, -0.1, Double.NaN}) {
      assertThrows(InputException.class, () -> new PolicyClip(epsilon));
      assertThrows(InputException.class, () -> new ValueClip(epsilon));
    }
    assertThrows(InputException.class, () -> new PolicyClip(1, 0.2));
  }
}

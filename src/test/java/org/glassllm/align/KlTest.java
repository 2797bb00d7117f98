package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.KlEstimator;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares the estimators of the divergence with an enumeration of all responses. */
class KlTest {
  private static final int VOCAB = 5, LENGTH = 3;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** All 125 responses of 3 tokens to one prompt. */
  private static Batch everyResponse() {
    List<Example> all = new ArrayList<>();
    for (int i = 0; i < VOCAB * VOCAB * VOCAB; i++) {
      all.add(Example.of(new int[] {2}, i / 25, i / 5 % 5, i % 5));
    }
    return new Collator(0).batch(all);
  }

  private Gpt gpt() {
    return TinyGpts.initialized(
        TinyGpts.builder().vocabSize(VOCAB).build(), Kernels.FUSED, manager, DataType.FLOAT64);
  }

  /** A GPT whose weights differ from those of {@link #gpt} by random numbers up to a scale. */
  private Gpt near(double scale) {
    Gpt gpt = gpt();
    SplittableRandom random = new SplittableRandom(9);
    for (NDArray weight : Objectives.arrays(gpt)) {
      double[] values = weight.toDoubleArray();
      Arrays.setAll(values, i -> values[i] + scale * random.nextDouble(-1, 1));
      Objectives.set(weight, values);
    }
    return gpt;
  }

  /** The divergence by enumeration, and the mean of each estimator. */
  private double[] divergenceAndMeans(double scale) {
    Batch batch = everyResponse();
    List<double[]> policy = new ResponseScorer(gpt(), manager).perToken(batch);
    List<double[]> reference = new ResponseScorer(near(scale), manager).perToken(batch);
    double[] found = new double[4];
    double total = 0;
    for (int row = 0; row < policy.size(); row++) {
      double[] p = policy.get(row), q = reference.get(row);
      assertEquals(LENGTH, p.length);
      double probability = Math.exp(Arrays.stream(p).sum());
      total += probability;
      found[0] += probability * (Arrays.stream(p).sum() - Arrays.stream(q).sum());
      for (int t = 0; t < LENGTH; t++) {
        for (KlEstimator estimator : KlEstimator.values()) {
          found[1 + estimator.ordinal()] += probability * estimator.of(p[t], q[t]);
        }
      }
    }
    assertEquals(1, total, 1e-12);
    return found;
  }

  @Test
  void k1AndK3AreUnbiased() {
    double[] found = divergenceAndMeans(0.3);
    assertTrue(found[0] > 0.05, "divergence " + found[0]);
    assertEquals(found[0], found[1], 1e-12);
    assertEquals(found[0], found[3], 1e-12);
  }

  @Test
  void theBiasOfK2VanishesForClosePolicies() {
    double[] errors = new double[3];
    for (int i = 0; i < 3; i++) {
      double[] found = divergenceAndMeans(0.001 / Math.pow(4, i));
      errors[i] = Math.abs(found[2] / found[0] - 1);
    }
    assertTrue(errors[0] < 0.01 && errors[0] > 1e-5, Arrays.toString(errors));
    // the bias is of third order, the divergence of second
    assertEquals(4, errors[0] / errors[1], 0.3, Arrays.toString(errors));
    assertEquals(4, errors[1] / errors[2], 0.3, Arrays.toString(errors));
  }

  /** The expected gradient of an estimator as a loss, for tokens of the current policy. */
  @SuppressWarnings("try") // autograd records until the resource is closed
  private double[] expectedGradient(KlEstimator estimator, double[] z, double[] q) {
    NDArray logits = manager.create(z);
    logits.setRequiresGradient(true);
    try (Autograd.Recording recording = Autograd.record()) {
      NDArray logP = logits.logSoftmax(0), logQ = manager.create(q).log();
      NDArray weights = manager.create(logP.exp().toDoubleArray()); // without gradient
      NDArray loss = estimator.of(logP, logQ).mul(weights).sum();
      return Autograd.gradients(loss, List.of(logits)).get(0).toDoubleArray();
    }
  }

  @Test
  void asALossTheEstimatorsHaveDifferentGradients() {
    double[] z = {0.3, -1, 1.2, 0}, q = {0.1, 0.4, 0.2, 0.3};
    double[] p = TabularModel.normalized(Arrays.stream(z).map(Math::exp).toArray());
    double divergence = 0;
    for (int i = 0; i < 4; i++) {
      divergence += p[i] * Math.log(p[i] / q[i]);
    }
    double[] reverse = new double[4], forward = new double[4];
    for (int i = 0; i < 4; i++) {
      reverse[i] = p[i] * (Math.log(p[i] / q[i]) - divergence); // of KL(π || π_ref)
      forward[i] = p[i] - q[i]; // of KL(π_ref || π)
    }
    assertArrayEquals(new double[4], expectedGradient(KlEstimator.K1, z, q), 1e-12);
    assertArrayEquals(reverse, expectedGradient(KlEstimator.K2, z, q), 1e-12);
    assertArrayEquals(forward, expectedGradient(KlEstimator.K3, z, q), 1e-12);
    assertTrue(Math.abs(reverse[1] - forward[1]) > 0.05);
  }
}

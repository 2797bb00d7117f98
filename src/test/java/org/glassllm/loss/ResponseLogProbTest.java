package org.glassllm.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.glassllm.batch.Batch;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseLogProbTest {
  private static final int B = 2, T = 3, V = 4;
  private static final long I = Batch.IGNORE;
  private static final long[] TARGETS = {I, 2, 0, 3, I, I};

  private static Kernels kernels(boolean fused) {
    return fused ? Kernels.FUSED : Kernels.READABLE;
  }

  private static double[] logits() {
    return new SplittableRandom(4).doubles((long) B * T * V, -3, 3).toArray();
  }

  /** The log-probability of a target, computed in Java. */
  private static double expected(double[] logits, int position) {
    double sum = 0;
    for (int v = 0; v < V; v++) {
      sum += Math.exp(logits[position * V + v]);
    }
    return logits[position * V + (int) TARGETS[position]] - Math.log(sum);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sumsAndMeansCountTheResponseOnly(boolean fused) {
    try (NDManager m = Torch.manager()) {
      double[] values = logits();
      NDArray logits = m.create(values, new Shape(B, T, V));
      NDArray targets = m.create(TARGETS, new Shape(B, T));
      double first = expected(values, 1) + expected(values, 2), second = expected(values, 3);
      double[] sums = ResponseLogProb.sums(kernels(fused), logits, targets).toDoubleArray();
      assertArrayEquals(new double[] {first, second}, sums, 1e-12);
      NDArray means = ResponseLogProb.lengthNormalized(m.create(sums), targets);
      assertArrayEquals(new double[] {first / 2, second}, means.toDoubleArray(), 1e-12);
    }
  }

  @Test
  void aRowWithoutResponseHasTheMeanZero() {
    try (NDManager m = Torch.manager()) {
      NDArray targets = m.create(new long[] {I, I, I, 1, 2, 3}, new Shape(B, T));
      NDArray means = ResponseLogProb.lengthNormalized(m.create(new double[] {0, 6}), targets);
      assertArrayEquals(new double[] {0, 2}, means.toDoubleArray());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @SuppressWarnings("try") // autograd records until the resource is closed
  void promptAndPaddingHaveExactlyNoGradient(boolean fused) {
    try (NDManager m = Torch.manager()) {
      NDArray logits = m.create(logits(), new Shape(B, T, V));
      NDArray targets = m.create(TARGETS, new Shape(B, T));
      logits.setRequiresGradient(true);
      try (Autograd.Recording recording = Autograd.record()) {
        NDArray sum = ResponseLogProb.sums(kernels(fused), logits, targets).square().sum();
        double[] gradient = Autograd.gradients(sum, List.of(logits)).get(0).toDoubleArray();
        for (int i = 0; i < gradient.length; i++) {
          assertEquals(TARGETS[i / V] == I, gradient[i] == 0, "logit " + i);
        }
      }
    }
  }
}

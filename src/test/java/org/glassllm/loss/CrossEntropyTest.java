package org.glassllm.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.glassllm.batch.Batch;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {

  @Test
  void equalLogitsHaveTheLossLogV() {
    try (NDManager m = Torch.manager()) {
      NDArray logits = m.zeros(new Shape(2, 3, 65));
      NDArray targets = m.create(new long[] {0, 1, 2, 3, 4, 64}, new Shape(2, 3));
      NDArray mean = new CrossEntropy().evaluate(new NDList(targets), new NDList(logits));
      assertEquals(Math.log(65), mean.getFloat(), 1e-5);
    }
  }

  @Test
  void maskedPositionsDoNotAffectLossAndGradient() {
    try (NDManager m = Torch.manager()) {
      double[] values = {1, 2, 3, /* masked */ 50, -50, 7, 0, 0, 1};
      NDArray logits = m.create(values, new Shape(1, 3, 3));
      logits.setRequiresGradient(true);
      NDArray targets = m.create(new long[] {0, Batch.IGNORE, 2}, new Shape(1, 3));
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray mean = new CrossEntropy().evaluate(new NDList(targets), new NDList(logits));
        double first = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 1;
        double third = Math.log(2 + Math.exp(1)) - 1;
        assertEquals((first + third) / 2, mean.toDoubleArray()[0], 1e-9);
        collector.backward(mean);
      }
      double[] gradient = logits.getGradient().toDoubleArray();
      double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
      double[] expected = {
        (Math.exp(1) / sum - 1) / 2, Math.exp(2) / sum / 2, Math.exp(3) / sum / 2
      };
      assertArrayEquals(expected, java.util.Arrays.copyOf(gradient, 3), 1e-9);
      assertArrayEquals(new double[3], java.util.Arrays.copyOfRange(gradient, 3, 6), 0);
    }
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    try (NDManager m = Torch.manager()) {
      NDArray logits = m.create(new float[] {1e4f, -1e4f}, new Shape(1, 1, 2));
      NDArray targets = m.create(new long[] {1}, new Shape(1, 1));
      assertEquals(2e4, CrossEntropy.sum(Kernels.FUSED, logits, targets).getFloat(), 1);
    }
  }
}

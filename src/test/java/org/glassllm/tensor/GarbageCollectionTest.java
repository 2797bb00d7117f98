package org.glassllm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Garbage collection between forward and backward pass does not change any gradient. DJL's {@code
 * x.mul(2)} would fail here: garbage collection frees the 2; see {@link Scalars}.
 */
class GarbageCollectionTest {

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void garbageCollectionKeepsEveryGradient(GptConfig config) {
    assertArrayEquals(gradients(config, false), gradients(config, true));
  }

  private static double[] gradients(GptConfig config, boolean collect) {
    try (NDManager manager = Torch.manager()) {
      Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
      gpt.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      long[] ids = TinyGpts.ids(2, 6, 7, 1);
      Batch batch = new Batch(ids, TinyGpts.ids(2, 6, 7, 2), 2, 6);
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray logits =
            gpt.logits(Pass.of(manager, gpt.kernels(), true), batch.inputArray(manager));
        NDArray loss = CrossEntropy.sum(gpt.kernels(), logits, batch.targetArray(manager));
        loss = Scalars.times(loss, 1 / 12.0);
        if (collect) {
          overwriteFreedBuffers();
        }
        collector.backward(loss);
      }
      return gpt.namedParameters().values().stream()
          .flatMapToDouble(p -> java.util.Arrays.stream(p.getArray().getGradient().toDoubleArray()))
          .toArray();
    }
  }

  private static void overwriteFreedBuffers() {
    List<ByteBuffer> rubbish = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      System.gc();
      try {
        Thread.sleep(30); // another thread frees the buffers
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      for (int i = 0; i < 3000; i++) {
        rubbish.add(ByteBuffer.allocateDirect(8).putDouble(0, Double.NaN));
      }
    }
    assertNotNull(rubbish);
  }
}

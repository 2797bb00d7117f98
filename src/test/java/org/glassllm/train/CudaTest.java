package org.glassllm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the kernels on a GPU with those on the CPU. */
@Tag("gpu")
class CudaTest {
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1);
  private static final int STEPS = 30;

  @BeforeEach
  void gpu() {
    assumeTrue(Torch.engine().getGpuCount() > 0, "the engine sees no GPU on this machine");
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void logitsEqualThoseOfTheCpu(GptConfig config) {
    for (Kernels kernels : List.of(Kernels.FUSED, Kernels.READABLE)) {
      assertArrayEquals(
          logits(config, kernels, Device.cpu()), logits(config, kernels, Device.gpu()), 1e-4f);
    }
  }

  /** Returns the logits of a model that was initialized on the CPU and copied to the device. */
  private static float[] logits(GptConfig config, Kernels kernels, Device device) {
    try (NDManager home = Torch.manager();
        NDManager manager = Torch.manager(device)) {
      Gpt original = TinyGpts.initialized(config, kernels, home, DataType.FLOAT32);
      Gpt gpt = TinyGpts.initialized(config, kernels, manager, DataType.FLOAT32);
      gpt.namedParameters()
          .forEach(
              (name, p) -> {
                NDArray from = original.namedParameters().get(name).getArray();
                NDArray to = p.getArray();
                to.subi(to.duplicate()).addi(from.toDevice(device, true));
              });
      Batch batch = batch(3, 6, config.vocabSize(), 1);
      NDArray logits = gpt.logits(Pass.inference(manager, kernels), batch.inputArray(manager));
      return logits.toDevice(Device.cpu(), true).toFloatArray();
    }
  }

  private static Batch batch(int rows, int tokens, int vocab, long seed) {
    return new Batch(
        TinyGpts.ids(rows, tokens, vocab, seed),
        TinyGpts.ids(rows, tokens, vocab, seed), // a copying task is learned quickly
        rows,
        tokens);
  }

  @Test
  void trainingLearnsAndRepeatsInBothPrecisions() {
    for (Precision precision : Precision.values()) {
      double[] first = losses(precision);
      assertTrue(first[STEPS - 1] < 0.8 * first[0], precision + ": nothing was learned");
      assertArrayEquals(first, losses(precision), 1e-3 * first[0], precision.text());
    }
    assertEquals(losses(Precision.FLOAT32)[5], losses(Precision.BFLOAT16)[5], 0.05);
  }

  private static double[] losses(Precision precision) {
    GptConfig config = TinyGpts.builder().dim(16).hidden(0).initStd(0.1).build();
    Gpt gpt = new Gpt(config, new Kernels(true, precision));
    double[] losses = new double[STEPS];
    try (Learner<Batch> learner =
        Learner.pretraining(Torch.manager(Device.gpu()), gpt, SETTINGS, 3)) {
      for (int step = 0; step < STEPS; step++) {
        losses[step] = learner.step(step, List.of(batch(4, 6, 7, 2)), 0.01).loss();
      }
    }
    return losses;
  }
}

package org.glassllm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearnerTest {
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1);

  private static Learner<Batch> learner(GptConfig config, long seed) {
    return Learner.pretraining(Torch.manager(), new Gpt(config), SETTINGS, seed);
  }

  private static Batch batch(int rows, int tokens, int vocab, long seed) {
    return new Batch(
        TinyGpts.ids(rows, tokens, vocab, seed),
        TinyGpts.ids(rows, tokens, vocab, seed + 1000),
        rows,
        tokens);
  }

  private static float[] weights(Learner<Batch> learner) {
    float[] all = new float[(int) learner.network().parameterCount()];
    int at = 0;
    for (var p : learner.network().namedParameters().values()) {
      float[] some = p.getArray().toType(DataType.FLOAT32, true).toFloatArray();
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void aModelMemorizesOneBatch(GptConfig config) {
    GptConfig easy = config.toBuilder().dim(16).hidden(0).initStd(0.1).build();
    try (Learner<Batch> learner = learner(easy, 1)) {
      // the targets continue the inputs, so previous tokens determine later ones
      long[] ids = TinyGpts.ids(1, 7, 7, 3);
      Batch one = new Batch(Arrays.copyOf(ids, 6), Arrays.copyOfRange(ids, 1, 7), 1, 6);
      double loss = Double.NaN;
      for (int step = 0; step < 300; step++) {
        loss = learner.step(step, List.of(one), 0.01).loss();
      }
      assertTrue(loss < 0.05, "loss is still " + loss);
    }
  }

  @Test
  void theSeedDeterminesEveryBitWithDropout() {
    GptConfig config = TinyGpts.builder().dropout(0.3).build();
    float[][] weights = new float[3][];
    for (int run = 0; run < 3; run++) {
      try (Learner<Batch> learner = learner(config, run == 2 ? 8 : 7)) {
        for (int step = 0; step < 5; step++) {
          learner.step(step, List.of(batch(2, 6, 7, step), batch(2, 6, 7, step + 50)), 0.01);
        }
        weights[run] = weights(learner);
      }
    }
    assertArrayEquals(weights[0], weights[1]);
    assertNotEquals(weights[0][0], weights[2][0]);
  }

  @Test
  void accumulationEqualsTheLargeBatch() {
    GptConfig config = TinyGpts.builder().build();
    Batch large = batch(3, 6, 7, 9);
    for (int i : new int[] {0, 1, 2, 3, 4, 13}) { // the first row counts only one position
      large.targets()[i] = Batch.IGNORE;
    }
    List<Batch> parts = new ArrayList<>();
    for (int r = 0; r < 3; r++) {
      parts.add(
          new Batch(
              Arrays.copyOfRange(large.inputs(), 6 * r, 6 * r + 6),
              Arrays.copyOfRange(large.targets(), 6 * r, 6 * r + 6),
              1,
              6));
    }
    float[][] weights = new float[2][];
    Learner.Result[] results = new Learner.Result[2];
    for (int way = 0; way < 2; way++) {
      NDManager manager = Torch.manager();
      Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
      try (Learner<Batch> learner = Learner.pretraining(manager, gpt, SETTINGS, 7)) {
        results[way] = learner.step(0, way == 0 ? List.of(large) : parts, 0.01);
        weights[way] = weights(learner);
      }
    }
    assertEquals(results[0].loss(), results[1].loss(), 1e-12);
    assertEquals(results[0].gradientNorm(), results[1].gradientNorm(), 1e-12);
    assertEquals(12, results[1].tokens());
    assertArrayEquals(weights[0], weights[1], 1e-6f);
  }

  @Test
  void aNonFiniteLossLeavesTheModelUnchanged() {
    try (Learner<Batch> learner = learner(TinyGpts.builder().build(), 1)) {
      float[] before = weights(learner);
      var table = learner.network().namedParameters().get("wte.weight").getArray();
      table.muli(Float.POSITIVE_INFINITY);
      float[] broken = weights(learner);
      String message =
          assertThrows(
                  DivergedException.class, () -> learner.step(12, List.of(batch(1, 6, 7, 1)), 0.5))
              .getMessage();
      assertTrue(message.contains("step 12") && message.contains("lower learning rate"), message);
      assertArrayEquals(broken, weights(learner));
      assertEquals(before.length, broken.length);
    }
  }

  @Test
  void aTinyClipTakesASmallStep() {
    AdamW.Settings settings = new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1e-300);
    Gpt gpt = new Gpt(TinyGpts.builder().build());
    try (Learner<Batch> learner = Learner.pretraining(Torch.manager(), gpt, settings, 1)) {
      float[] before = weights(learner);
      assertTrue(learner.step(0, List.of(batch(1, 6, 7, 1)), 0.5).gradientNorm() > 0);
      assertArrayEquals(before, weights(learner), 1e-6f);
    }
  }

  @Test
  void weightDecayIsNamedIfItCausesDivergence() {
    AdamW.Settings settings = new AdamW.Settings(0.9, 0.95, 1e-8, 1e30, 1);
    Gpt gpt = new Gpt(TinyGpts.builder().build());
    try (Learner<Batch> learner = Learner.pretraining(Torch.manager(), gpt, settings, 1)) {
      String message =
          assertThrows(
                  DivergedException.class,
                  () -> {
                    for (int step = 0; step < 5; step++) {
                      learner.step(step, List.of(batch(1, 6, 7, 1)), 1e-3);
                    }
                  })
              .getMessage();
      assertTrue(message.contains("weightDecay times the learning rate is 1.0E27"), message);
    }
  }

  @Test
  void bfloat16LossesStayWithinOnePercent() {
    GptConfig config = TinyGpts.builder().dim(16).hidden(0).initStd(0.1).build();
    double[][] losses = new double[2][60];
    for (Precision precision : Precision.values()) {
      Gpt gpt = new Gpt(config, new Kernels(true, precision));
      try (Learner<Batch> learner = Learner.pretraining(Torch.manager(), gpt, SETTINGS, 3)) {
        for (int step = 0; step < 60; step++) {
          losses[precision.ordinal()][step] =
              learner.step(step, List.of(batch(4, 6, 7, step % 4)), 0.003).loss();
        }
      }
    }
    for (int step = 0; step < 60; step++) {
      assertEquals(losses[0][step], losses[1][step], 0.01 * losses[0][step], "step " + step);
    }
    assertTrue(losses[0][59] < 0.9 * losses[0][0], "nothing was learned");
  }

  @Test
  void aThousandStepsLeakNoMemory() {
    try (Learner<Batch> learner = learner(TinyGpts.builder().dropout(0.1).build(), 1)) {
      NDManager manager = learner.manager();
      List<Batch> batches = List.of(batch(2, 6, 7, 1), batch(2, 6, 7, 2));
      for (int step = 0; step < 200; step++) {
        learner.step(step, batches, 1e-3);
      }
      int arrays = manager.getManagedArrays().size();
      double memory = nativeMiB();
      for (int step = 200; step < 1200; step++) {
        learner.step(step, batches, 1e-3);
      }
      assertEquals(arrays, manager.getManagedArrays().size());
      double growth = nativeMiB() - memory;
      assertTrue(growth < 64, "resident memory grew by " + growth + " MiB");
    }
  }

  /** Returns the resident memory without Java's heap. */
  private static double nativeMiB() {
    return MemoryUse.residentMiB() - Runtime.getRuntime().totalMemory() / 1048576.0;
  }
}

package org.glassllm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.glassllm.batch.Batch;
import org.glassllm.checkpoint.ModelFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading, training and generating work on any thread, also simultaneously. */
class LearnerThreadTest {
  private static final int STEPS = 30;
  private ExecutorService others;

  @BeforeEach
  void start() {
    Torch.engine(); // this thread starts the engine, not the others
    others = Executors.newFixedThreadPool(3);
  }

  @AfterEach
  void stop() {
    others.shutdownNow();
  }

  @Test
  void anotherThreadTrainsTheSame() throws Exception {
    Callable<double[]> training = () -> losses(1);
    assertArrayEquals(training.call(), others.submit(training).get());
  }

  @Test
  void simultaneousTrainingsGiveTheirOwnBits() throws Exception {
    double[][] alone = {losses(1), losses(2), losses(3)};
    for (int round = 0; round < 3; round++) {
      List<Future<double[]>> together =
          others.invokeAll(List.of(() -> losses(1), () -> losses(2), () -> losses(3)));
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(alone[i], together.get(i).get(), "seed " + (i + 1));
      }
    }
  }

  /** Returns the losses of a new model with dropout and two micro-batches. */
  private static double[] losses(long seed) {
    GptConfig config = TinyGpts.builder().dropout(0.2).build();
    double[] losses = new double[STEPS];
    try (Learner<Batch> learner =
        Learner.pretraining(Torch.manager(), new Gpt(config), AdamW.Settings.GPT3, seed)) {
      for (int step = 0; step < STEPS; step++) {
        losses[step] = learner.step(step, List.of(batch(step), batch(step + 100)), 1e-2).loss();
      }
    }
    return losses;
  }

  private static Batch batch(int seed) {
    return new Batch(TinyGpts.ids(2, 6, 7, seed), TinyGpts.ids(2, 6, 7, seed + 500), 2, 6);
  }

  @Test
  void anotherThreadLoadsAndRunsAModel(@TempDir Path folder) throws Exception {
    Path weights = folder.resolve("model.safetensors");
    try (NDManager manager = Torch.manager()) {
      Gpt gpt =
          TinyGpts.initialized(
              TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT32);
      try (OutputStream out = Files.newOutputStream(weights)) {
        ModelFiles.writeWeights(out, gpt);
      }
      Callable<float[]> loading = () -> logits(weights);
      float[] here = loading.call();
      assertEquals(6 * 7, here.length);
      assertArrayEquals(here, others.submit(loading).get());
      // another thread also loads weights that require gradients
      others
          .submit(
              () -> {
                try (Learner<Batch> learner =
                    Learner.pretraining(
                        Torch.manager(), new Gpt(gpt.config()), AdamW.Settings.GPT3, 4)) {
                  ModelFiles.readWeights(weights, (Gpt) learner.network());
                  return learner.step(0, List.of(batch(1)), 1e-2);
                }
              })
          .get();
    }
  }

  private static float[] logits(Path weights) {
    try (NDManager manager = Torch.manager()) {
      Gpt gpt = new Gpt(TinyGpts.builder().build());
      gpt.initialize(manager, 9);
      ModelFiles.readWeights(weights, gpt);
      return gpt.logits(
              Pass.inference(manager, gpt.kernels()),
              TinyGpts.array(manager, 1, 6, TinyGpts.ids(1, 6, 7, 3)))
          .toFloatArray();
    }
  }
}

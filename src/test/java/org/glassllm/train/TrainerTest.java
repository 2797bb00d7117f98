package org.glassllm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class TrainerTest {
  private static final TokenSource CORPUS =
      TokenSource.of(Arrays.stream(TinyGpts.ids(1, 500, 7, 1)).mapToInt(i -> (int) i).toArray());

  private static TrainSettings settings(long steps, long evalEvery) {
    return new TrainSettings(
        steps,
        2,
        1,
        TrainSettings.Windows.RANDOM,
        1e-3,
        1e-4,
        2,
        TrainSettings.Decay.COSINE,
        AdamW.Settings.GPT3,
        1,
        evalEvery);
  }

  private static Learner<Batch> learner() {
    return Learner.pretraining(
        Torch.manager(), new Gpt(TinyGpts.builder().build()), AdamW.Settings.GPT3, 1);
  }

  @Test
  void eventsComeInTheirOrder() {
    List<String> events = new ArrayList<>();
    double[] losses = {3, 2, 2.5};
    int[] evaluations = {0};
    try (Learner<Batch> learner = learner()) {
      TrainerState end =
          new Trainer<>(learner, settings(5, 2), settings(5, 2).batches(CORPUS, 6))
              .validator(() -> losses[evaluations[0]++])
              .sampler(step -> "text " + step)
              .saver(s -> events.add("save " + s.step() + (s.isBest() ? " best" : "")))
              .listener(recorder(events))
              .run(TrainerState.START);
      assertEquals(new TrainerState(5, 60, 2.0, 2.5), end);
    }
    assertEquals(
        List.of(
            "start 0",
            "step 1",
            "step 2",
            "text 2",
            "before 2",
            "save 2 best",
            "saved 2",
            "step 3",
            "step 4",
            "text 4",
            "before 4",
            "save 4 best",
            "saved 4",
            "step 5",
            "text 5",
            "before 5",
            "save 5",
            "saved 5",
            "end 5 false"),
        events);
  }

  private static TrainListener recorder(List<String> events) {
    return new TrainListener() {
      @Override
      public void onStart(TrainerState from, TrainSettings settings) {
        events.add("start " + from.step());
      }

      @Override
      public void onStep(StepMetrics metrics) {
        events.add("step " + metrics.step());
      }

      @Override
      public void onSample(long step, String text) {
        events.add(text);
      }

      @Override
      public void beforeCheckpoint(TrainerState state) {
        events.add("before " + state.step());
      }

      @Override
      public void onCheckpoint(TrainerState state) {
        events.add("saved " + state.step());
      }

      @Override
      public void onEnd(TrainerState state, boolean stopped) {
        events.add("end " + state.step() + " " + stopped);
      }
    };
  }

  @Test
  void stoppingFinishesTheStepAndSaves() {
    List<Long> saved = new ArrayList<>();
    int[] asked = {0};
    try (Learner<Batch> learner = learner()) {
      TrainerState end =
          new Trainer<>(learner, settings(100, 50), settings(100, 50).batches(CORPUS, 6))
              .saver(s -> saved.add(s.step()))
              .stopWhen(() -> asked[0]++ == 3)
              .run(TrainerState.START);
      assertEquals(3, end.step());
      assertEquals(List.of(3L), saved);
    }
  }

  @Test
  void metricsHaveOneRowPerStep(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("metrics.csv");
    try (Learner<Batch> learner = learner();
        MetricsLog log = new MetricsLog(file)) {
      new Trainer<>(learner, settings(6, 3), settings(6, 3).batches(CORPUS, 6))
          .validator(() -> 1.5)
          .listener(log)
          .run(TrainerState.START);
    }
    Table table = Metrics.read(file);
    assertEquals(List.of(MetricsLog.HEADER.split(",")), table.columnNames());
    assertEquals(6, table.rowCount());
    assertEquals(List.of(12L, 24L, 36L, 48L, 60L, 72L), table.longColumn("tokens").asList());
    assertEquals(4, table.doubleColumn("val_loss").countMissing());
    assertEquals(1.5, table.doubleColumn("val_loss").get(5));
    assertEquals(5e-4, table.doubleColumn("lr").get(0), 1e-12);
    assertEquals(800, Metrics.lossCurve(table).getWidth());
  }

  @Test
  void resumingDropsLaterAndTruncatedRows(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(
        file, MetricsLog.HEADER + "\n1,12,2,,1,1,1,1\n2,24,2,,1,1,1,1\n3,36,2,,1,1,1,1\n4,4");
    try (MetricsLog log = new MetricsLog(file)) {
      log.onStart(new TrainerState(2, 24, null, null), settings(5, 5));
      log.onStep(new StepMetrics(3, 36, 1.25, Double.NaN, 1e-3, 0.5, 100, 200));
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(4, lines.size());
    assertTrue(lines.get(2).startsWith("2,24"));
    assertEquals("3,36,1.25,,0.001,0.5,100.0,200.0", lines.get(3));
  }

  @Test
  void aFileThatIsNotMetricsIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n1,2\n");
    assertFalse(
        assertThrows(InputException.class, () -> Metrics.read(file)).getMessage().isEmpty());
  }
}

package org.glassllm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.run.Metrics;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
              .validator(Validator.of(progress -> losses[evaluations[0]++]))
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
  void aDivergedStateIsNeverSaved() {
    List<Long> saved = new ArrayList<>();
    List<String> sampled = new ArrayList<>();
    try (Learner<Batch> learner = learner()) {
      Trainer<Batch> trainer =
          new Trainer<>(learner, settings(4, 2), settings(4, 2).batches(CORPUS, 6))
              .validator(Validator.of(progress -> saved.isEmpty() ? 1 : Double.POSITIVE_INFINITY))
              .sampler(step -> "sampled " + sampled.add("text"))
              .saver(s -> saved.add(s.step()));
      String message =
          assertThrows(DivergedException.class, () -> trainer.run(TrainerState.START)).getMessage();
      assertTrue(message.contains("validation loss became Infinity at step 4"), message);
      assertEquals(List.of(2L), saved);
      assertEquals(1, sampled.size());
    }
    saved.clear();
    try (Learner<Batch> learner = learner()) {
      Trainer<Batch> trainer =
          new Trainer<>(learner, settings(3, 9), settings(3, 9).batches(CORPUS, 6))
              .listener(breaking(learner, 3))
              .saver(s -> saved.add(s.step()));
      assertThrows(DivergedException.class, () -> trainer.run(TrainerState.START));
      assertEquals(List.of(), saved, "the last step's update made a weight infinite");
    }
  }

  private static TrainListener breaking(Learner<Batch> learner, long step) {
    return new TrainListener() {
      @Override
      public void onStep(StepMetrics metrics) {
        if (metrics.step() == step) {
          learner.network().namedParameters().get("wte.weight").getArray().muli(1e38).muli(1e38);
        }
      }
    };
  }

  @Test
  void aStopIsHeardBetweenMicroBatches() {
    TrainSettings accumulating =
        new TrainSettings(
            9,
            1,
            8,
            TrainSettings.Windows.RANDOM,
            1e-3,
            1e-4,
            2,
            TrainSettings.Decay.COSINE,
            AdamW.Settings.GPT3,
            1,
            9);
    int[] asked = {0};
    List<Long> saved = new ArrayList<>();
    try (Learner<Batch> learner = learner()) {
      TrainerState end =
          new Trainer<>(learner, accumulating, accumulating.batches(CORPUS, 6))
              .saver(s -> saved.add(s.step()))
              .stopWhen(() -> ++asked[0] > 10)
              .run(TrainerState.START);
      assertEquals(1, end.step());
      assertEquals(1, learner.optimizer().steps());
      assertEquals(11, asked[0], "once for each micro-batch");
      assertEquals(List.of(1L), saved);
    }
  }

  @Test
  void aStoppedEvaluationIsRepeatedOnResume(@TempDir Path folder) throws Exception {
    Path whole = folder.resolve("whole.csv"), stopped = folder.resolve("stopped.csv");
    List<TrainerState> saved = new ArrayList<>();
    boolean[] stop = {false};
    trained(whole, TrainerState.START, stop, false, saved);
    TrainerState end = saved.get(saved.size() - 1);
    saved.clear();
    trained(stopped, TrainerState.START, stop, true, saved);
    assertEquals(List.of(new TrainerState(2, 24, null, null)), saved);
    stop[0] = false;
    trained(stopped, saved.get(0), stop, false, saved);
    assertEquals(3, saved.size(), "step 2 again, with its loss, and step 4");
    assertEquals(new TrainerState(2, 24, 1.5, 1.5), saved.get(1));
    assertEquals(end, saved.get(2));
    assertEquals(validation(whole), validation(stopped));
  }

  private static List<String> validation(Path file) throws Exception {
    return Files.readAllLines(file).stream().map(row -> row.split(",")[3]).toList();
  }

  /** Trains four steps; a stop can come in the middle of the first evaluation. */
  private static void trained(
      Path file, TrainerState from, boolean[] stop, boolean stopInside, List<TrainerState> saved) {
    try (Learner<Batch> learner = learner();
        MetricsLog log = new MetricsLog(file)) {
      new Trainer<>(learner, settings(4, 2), settings(4, 2).batches(CORPUS, 6))
          .validator(
              progress -> {
                progress.at(0, 2);
                stop[0] |= stopInside;
                progress.at(1, 2);
                return new Validator.Result(1.5, Map.of());
              })
          .saver(saved::add)
          .stopWhen(() -> stop[0])
          .listener(log)
          .run(from);
    }
  }

  @Test
  void metricsHaveOneRowPerStep(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("metrics.csv");
    try (Learner<Batch> learner = learner();
        MetricsLog log = new MetricsLog(file)) {
      new Trainer<>(learner, settings(6, 3), settings(6, 3).batches(CORPUS, 6))
          .validator(Validator.of(progress -> 1.5))
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
      log.onStep(new StepMetrics(3, 36, 1.25, Double.NaN, 1e-3, 0.5, 100, 200, Map.of()));
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals(4, lines.size());
    assertTrue(lines.get(2).startsWith("2,24"));
    assertEquals("3,36,1.25,,0.001,0.5,100.0,200.0", lines.get(3));
  }

  @Test
  void stageMetricsBecomeColumns(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("metrics.csv");
    List<String> names = List.of("rewards/margins", "eval_accuracy");
    try (Learner<Batch> learner = learner();
        MetricsLog log = new MetricsLog(file, names)) {
      int[] calls = new int[1];
      new Trainer<>(learner, settings(4, 2), settings(4, 2).batches(CORPUS, 6))
          .metrics(
              () ->
                  ++calls[0] % 2 == 0
                      ? Map.of(names.get(0), -1.5, names.get(1), 0.75)
                      : Map.of(names.get(0), 2.0))
          .listener(log)
          .run(TrainerState.START);
    }
    Table table = Metrics.read(file);
    assertEquals(List.of(2.0, -1.5, 2.0, -1.5), table.doubleColumn(names.get(0)).asList());
    assertEquals(2, table.doubleColumn(names.get(1)).countMissing());
    assertEquals(0.75, table.doubleColumn(names.get(1)).get(3));
    Files.writeString(file, "5,5,1,,1,1,1,1,x,\n", StandardOpenOption.APPEND);
    assertThrows(InputException.class, () -> Metrics.read(file));
  }

  @Test
  void aDamagedRowIsRefusedBeforeTraining(@TempDir Path folder) throws Exception {
    for (String row : List.of("1,12,garbage,,1,1,1,1", "1,12,2,,1,1,1", "x,12,2,,1,1,1,1")) {
      Path file = folder.resolve("metrics.csv");
      Files.writeString(file, MetricsLog.HEADER + "\n" + row + "\n2,24,2,3.5E-5,1,1,1,1\n");
      try (MetricsLog log = new MetricsLog(file)) {
        TrainerState from = new TrainerState(2, 24, null, null);
        assertTrue(
            assertThrows(InputException.class, () -> log.onStart(from, settings(5, 5)))
                .getMessage()
                .contains("line 2: \"" + row + "\""));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,12,2,,1,1,1,1 | line 1",
        "step | line 1",
        "H/1,12,2,,1,1,1,1/2/3,36,2,,1,1,1,1 | line 3",
        "H/1,12,2,,1,1,1,1/12.0/3,36,2,,1,1,1,1 | line 3",
        "H/2,24,2,,1,1,1,1/1,12,2,,1,1,1,1 | line 3",
        "H/9,12,2,,1,1,1,1/2,24,2,,1,1,1,1 | line 3",
        "H/1,12,2,,1,1,1,1,1/2,24,2,,1,1,1,1 | line 2",
        "H/1,12,'2',,1,1,1,1/2,24,2,,1,1,1,1 | line 2",
        "H/1,12,two,,1,1,1,1/2,24,2,,1,1,1,1 | line 2",
      })
  void damagedMetricsAreRefusedByLine(String text, String line, @TempDir Path folder)
      throws Exception {
    String lines = text.replace("H", MetricsLog.HEADER).replace('/', '\n').replace('\'', '"');
    Path file = Files.writeString(folder.resolve("metrics.csv"), lines + "\n");
    TrainerState from = new TrainerState(4, 48, null, null);
    try (MetricsLog log = new MetricsLog(file)) {
      for (Executable reader :
          List.<Executable>of(() -> Metrics.read(file), () -> log.onStart(from, null))) {
        String message = assertThrows(InputException.class, reader).getMessage();
        assertTrue(message.contains("metrics.csv, " + line + ": "), message);
      }
    }
    assertEquals(lines + "\n", Files.readString(file));
  }

  @Test
  void aTruncatedRowIsNotReadAsAWholeOne(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, MetricsLog.HEADER + "\n1,12,2,,1,1,1,1\n2,24,2,,1,1");
    String message = assertThrows(InputException.class, () -> Metrics.read(file)).getMessage();
    assertTrue(message.contains("line 3: \"2,24,2,,1,1\""), message);
  }

  @Test
  void olderMetricsAreReadable(@TempDir Path folder) throws Exception {
    String old = MetricsLog.HEADER.replace("memory_mib", "memory_mb");
    Path file = Files.writeString(folder.resolve("x.csv"), old + "\n1,12,2,,1,1,1,7\n");
    assertEquals(7, Metrics.read(file).doubleColumn("memory_mib").get(0));
    try (MetricsLog log = new MetricsLog(file)) {
      log.onStart(new TrainerState(1, 12, null, null), settings(5, 5));
    }
    assertEquals(List.of(MetricsLog.HEADER, "1,12,2,,1,1,1,7"), Files.readAllLines(file));
  }

  @Test
  void metricsWithOtherColumnsResume(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("x.csv");
    String row = "\n1,12,2,,1,1,1,7,0.5,", header = MetricsLog.HEADER;
    Files.writeString(file, header + ",accuracy,margin" + row + "-2.5\n");
    try (MetricsLog log = new MetricsLog(file, List.of("margin", "eval_margin"))) {
      log.onStart(new TrainerState(1, 12, null, null), settings(5, 5));
      log.onStep(
          new StepMetrics(
              2, 24, 1.5, Double.NaN, 1, 1, 1, 1, Map.of("margin", 4.0, "accuracy", 1.0)));
      log.onLateValidation(2, new Validator.Result(0.25, Map.of("eval_margin", 3.0)));
    }
    List<String> expected =
        List.of(
            header + ",margin,eval_margin,accuracy",
            "1,12,2,,1,1,1,7,-2.5,,0.5",
            "2,24,1.5,0.25,1.0,1.0,1.0,1.0,4.0,3.0,1.0");
    assertEquals(expected, Files.readAllLines(file));
    for (String damaged : List.of(",margin,margin", ",margin,", ",mar gin,x")) {
      Files.writeString(file, header + damaged + row + "1\n");
      try (MetricsLog log = new MetricsLog(file, List.of("margin"))) {
        TrainerState from = new TrainerState(1, 12, null, null);
        assertThrows(InputException.class, () -> log.onStart(from, settings(5, 5)));
      }
    }
  }

  @Test
  void aFileThatIsNotMetricsIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x.csv"), "a,b\n1,2\n");
    assertFalse(
        assertThrows(InputException.class, () -> Metrics.read(file)).getMessage().isEmpty());
  }
}

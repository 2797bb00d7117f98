package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The stages that train on preferences: the reward model and DPO. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PairStagesTest {
  private Path folder;
  private Path base;
  private Path data;

  @BeforeAll
  void trainBase(@TempDir Path temporary) throws IOException {
    folder = temporary;
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String letters = Integer.toString(1000 + 37 * i, 7);
      rows.add(
          Json.line(
              Map.of("prompt", "Copy.\n" + letters, "chosen", letters + "!", "rejected", letters)));
    }
    data = Files.write(folder.resolve("pairs.jsonl"), rows);
    Path text = folder.resolve("text.txt");
    String words = "\n### Instruction: Input: Response: 0123456789 Copy!";
    Files.writeString(text, (Files.readString(data) + words).repeat(2));
    base = folder.resolve("base");
    Recipe r = Recipes.named("test");
    Recipe recipe =
        new Recipe(
            r.preset(),
            r.model().toBuilder().context(96).build(),
            settings(6, 3),
            r.tokenizer(),
            r.vocab());
    try (TrainingRun run = TrainingRun.start(base, recipe, text.toString())) {
      run.train();
    }
  }

  private static TrainSettings settings(long steps, long evalEvery) {
    TrainSettings t = Recipes.named("test").training();
    return new TrainSettings(
        steps,
        4,
        2,
        TrainSettings.Windows.SHUFFLED,
        3e-3,
        0,
        2,
        TrainSettings.Decay.LINEAR,
        t.optimizer(),
        3,
        evalEvery);
  }

  private TrainingRun start(String name, Stage stage, long steps, long evalEvery) {
    Recipe recipe =
        Dpo.recipe(RunRecord.of(RunFolder.open(base)).recipe()).with(settings(steps, evalEvery));
    RunSetup setup = new RunSetup(folder.resolve(name), recipe, data.toString());
    return TrainingRun.start(setup.from(base).with(stage));
  }

  private static Dpo dpo(String loss) {
    return new Dpo("alpaca", null, false, loss, 0.5, 0, false);
  }

  private static final RewardStage REWARD = new RewardStage("alpaca", null, false);

  @Test
  void aRewardModelLearnsThePreferences() {
    try (TrainingRun run = start("reward", REWARD, 60, 20)) {
      run.train();
    }
    Table metrics = Metrics.read(RunFolder.open(folder.resolve("reward")).metricsFile());
    assertEquals(1, metrics.doubleColumn("eval_accuracy").get(59));
    assertTrue(metrics.doubleColumn("val_loss").get(59) < 0.2);
    assertEquals(57, metrics.doubleColumn("eval_margin").countMissing());
    assertEquals(0, metrics.doubleColumn("margin").countMissing());
  }

  @Test
  void dpoStartsAtTheReferenceAndSeparatesThePairs() {
    try (TrainingRun run = start("dpo", dpo("sigmoid"), 40, 20)) {
      run.train();
    }
    Table metrics = Metrics.read(RunFolder.open(folder.resolve("dpo")).metricsFile());
    assertEquals(Math.log(2), metrics.doubleColumn("loss").get(0), 1e-5);
    assertEquals(0, metrics.doubleColumn("rewards/margins").get(0), 1e-4);
    assertEquals(1, metrics.doubleColumn("eval_rewards/accuracies").get(39));
    assertTrue(metrics.doubleColumn("rewards/margins").get(39) > 1);
  }

  @Test
  void resumedRunsEqualUninterruptedRuns() throws IOException {
    for (Stage stage : List.of(REWARD, dpo("ipo"))) {
      String whole = stage.kind() + "-whole", parts = stage.kind() + "-parts";
      try (TrainingRun run = start(whole, stage, 9, 4)) {
        run.train();
      }
      long[] step = new long[1];
      try (TrainingRun run = start(parts, stage, 9, 4)) {
        run.listener(steps(step)).stopWhen(() -> step[0] == 3).train();
      }
      int[] evaluations = new int[1];
      try (TrainingRun run = TrainingRun.resume(folder.resolve(parts), Device.cpu())) {
        assertEquals(3, run.from().step());
        assertEquals(stage, run.stage());
        run.listener(evaluations(evaluations)).stopWhen(() -> evaluations[0] == 1).train();
      }
      try (TrainingRun run = TrainingRun.resume(folder.resolve(parts), Device.cpu())) {
        assertEquals(4, run.from().step());
        assertNull(run.from().validationLoss(), "the stop was inside the evaluation");
        run.train();
      }
      assertSameMetrics(folder.resolve(whole), folder.resolve(parts));
      Path last = Path.of("checkpoints/step-9");
      Path expected = folder.resolve(whole).resolve(last);
      assertEquals(stage == REWARD, Files.exists(expected.resolve("head.safetensors")));
      assertArrayEquals(
          Files.readAllBytes(expected.resolve("SHA256SUMS")),
          Files.readAllBytes(folder.resolve(parts).resolve(last).resolve("SHA256SUMS")));
    }
  }

  /** Counts the reports of evaluations. */
  static TrainListener evaluations(int[] count) {
    return new TrainListener() {
      @Override
      public void onEvaluation(long done, long total) {
        count[0]++;
      }
    };
  }

  /** Checks all columns except those of time and memory. */
  static void assertSameMetrics(Path whole, Path parts) {
    Table a = Metrics.read(RunFolder.open(whole).metricsFile());
    Table b = Metrics.read(RunFolder.open(parts).metricsFile());
    assertEquals(a.columnNames(), b.columnNames());
    for (String name : a.columnNames()) {
      if (!List.of("tokens_per_s", "memory_mib").contains(name)) {
        assertEquals(a.column(name).asList(), b.column(name).asList(), name);
      }
    }
  }

  private static TrainListener steps(long[] step) {
    return new TrainListener() {
      @Override
      public void onStep(StepMetrics metrics) {
        step[0] = metrics.step();
      }
    };
  }

  @Test
  void changedReferencesAreRefused() throws IOException {
    Path root = folder.resolve("reference");
    try (TrainingRun run = start("reference", dpo("sigmoid"), 4, 2)) {
      assertFalse(run.model().parameterCount() == 0);
    }
    Path numbers = root.resolve("data/reference/numbers.safetensors");
    byte[] bytes = Files.readAllBytes(numbers);
    bytes[bytes.length - 1] ^= 1;
    Files.write(numbers, bytes);
    String refused =
        assertThrows(InputException.class, () -> TrainingRun.resume(root, Device.cpu()).close())
            .getMessage();
    assertTrue(refused.contains("numbers.safetensors was altered or truncated"), refused);
  }

  @Test
  void messagesAboutLostReferencesNameTheRole() throws IOException {
    Path root = folder.resolve("lost");
    start("lost", dpo("sigmoid"), 4, 2).close();
    Path reference = root.resolve("data/reference"), sums = reference.resolve("SHA256SUMS");
    String listed = Files.readString(sums);
    Files.writeString(sums, "");
    assertRefused(() -> TrainingRun.resume(root, Device.cpu()), sums + " is damaged");
    Files.delete(sums);
    assertRefused(
        () -> TrainingRun.resume(root, Device.cpu()),
        "the reference numbers " + reference + " has no file SHA256SUMS; restore the folder");
    Files.writeString(sums, listed.replace("numbers", "other"));
    assertRefused(() -> TrainingRun.resume(root, Device.cpu()), "or start a new run");
    Files.delete(sums);
    Files.delete(reference.resolve("numbers.safetensors"));
    Files.delete(reference);
    assertRefused(() -> TrainingRun.resume(root, Device.cpu()), "is lost; restore the folder");
  }

  @Test
  void aRewardModelIsNotALanguageModel() {
    start("judge", REWARD, 4, 2).close();
    Path judge = folder.resolve("judge");
    assertRefused(() -> TrainedModel.open(judge), "is a reward model", base.toString());
    Recipe recipe = RunRecord.of(RunFolder.open(judge)).recipe();
    for (Stage stage : List.of(new Sft("alpaca", null), new Pretraining(), REWARD)) {
      Path child = folder.resolve("child");
      RunSetup setup = new RunSetup(child, recipe, data.toString()).from(judge).with(stage);
      assertRefused(() -> TrainingRun.start(setup), "is a reward model", base.toString());
      assertFalse(Files.exists(child));
    }
  }

  @Test
  void aFineTuningRunHasAParent() throws IOException {
    Path root = folder.resolve("orphan");
    start("orphan", REWARD, 4, 2).close();
    Path file = root.resolve("run.json");
    JsonObject run = Json.parseObject(Files.readString(file), "run.json");
    run.remove("parent");
    Files.writeString(file, run.toString());
    assertRefused(() -> TrainingRun.resume(root, Device.cpu()), "parent is missing");
  }

  private static void assertRefused(Supplier<? extends AutoCloseable> action, String... parts) {
    String refused = assertThrows(InputException.class, () -> action.get().close()).getMessage();
    for (String part : parts) {
      assertTrue(refused.contains(part), refused);
    }
    assertEquals(1, refused.lines().count());
  }

  @Test
  void settingsOfALossAreChecked() {
    for (double[] values : new double[][] {{0, 0}, {0.1, 0.5}, {0.1, -0.1}}) {
      assertThrows(
          InputException.class,
          () -> new Dpo("alpaca", null, false, "sigmoid", values[0], values[1], false));
    }
    assertThrows(
        InputException.class, () -> new Dpo("alpaca", null, false, "ipo", 0.1, 0.1, false));
    assertThrows(
        InputException.class, () -> new Dpo("alpaca", null, false, "hinge", 0.1, 0, false));
  }
}

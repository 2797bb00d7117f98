package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.FrozenFolder;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.tensor.Torch;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskSource;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** The stages that train on rollouts: PPO and GRPO. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutStagesTest {
  private Path folder;
  private Path sft;
  private Path reward;
  private Path data;
  private Path preferences;
  private Path text;

  @BeforeAll
  void trainParents(@TempDir Path temporary) throws IOException {
    folder = temporary;
    TaskSource source =
        new TaskSource(Skills.named(List.of("count-letters"), Skills.all()), Part.TRAIN, 1);
    List<String> rows = new ArrayList<>(), pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Instruction task = source.task(i).example();
      rows.add(Json.line(task));
      pairs.add(
          Json.line(
              Map.of(
                  "prompt", task.prompt(), "chosen", task.output(), "rejected", "many letters")));
    }
    data = Files.write(folder.resolve("tasks.jsonl"), rows);
    preferences = Files.write(folder.resolve("pairs.jsonl"), pairs);
    text = folder.resolve("text.txt");
    String words = "\n### Instruction: Input: Response: 0123456789 many letters";
    Files.writeString(text, (Files.readString(data) + words).repeat(2));
    Path base = pretrained("base", text, 128, 6);
    sft = folder.resolve("sft");
    train(start(sft, base, new Sft("alpaca", null), data, settings(120, 120, 4, 1)));
    reward = folder.resolve("reward");
    Stage stage = new RewardStage("alpaca", null, false);
    train(start(reward, sft, stage, preferences, settings(20, 20, 4, 1)));
  }

  private Path pretrained(String name, Path source, int context, long steps) {
    Recipe r = Recipes.named("test");
    Recipe recipe =
        new Recipe(
            r.preset(),
            r.model().toBuilder().context(context).build(),
            settings(steps, steps, 4, 1),
            r.tokenizer(),
            r.vocab());
    Path root = folder.resolve(name);
    train(TrainingRun.start(root, recipe, source.toString()));
    return root;
  }

  private static void train(TrainingRun run) {
    try (run) {
      run.train();
    }
  }

  private static TrainSettings settings(long steps, long evalEvery, int batch, int gradAccum) {
    TrainSettings t = Recipes.named("test").training();
    return new TrainSettings(
        steps,
        batch,
        gradAccum,
        TrainSettings.Windows.SHUFFLED,
        3e-3,
        0,
        0,
        TrainSettings.Decay.LINEAR,
        t.optimizer(),
        3,
        evalEvery);
  }

  private static TrainingRun start(
      Path root, Path parent, Stage stage, Path rows, TrainSettings settings) {
    Recipe recipe = RunRecord.of(RunFolder.open(parent)).recipe().with(settings).withoutDropout();
    return TrainingRun.start(new RunSetup(root, recipe, rows.toString()).from(parent).with(stage));
  }

  private Ppo ppo(String score) {
    return ppo(score, null, 6);
  }

  private Ppo ppo(String score, Path heldOut, int tokens) {
    Ppo p = new Ppo("alpaca", score);
    return new Ppo(
        "alpaca",
        heldOut == null ? null : heldOut.toString(),
        false,
        score,
        tokens,
        1,
        0.05,
        4,
        100,
        p.klLimit(),
        1,
        0.95,
        0.2,
        0.2,
        0.1,
        0.01,
        2,
        2,
        true);
  }

  private Grpo grpo() {
    return grpo("rule");
  }

  private Grpo grpo(String score) {
    Grpo g = new Grpo("alpaca", "rule");
    return new Grpo(
        "alpaca",
        null,
        false,
        score,
        6,
        0,
        4,
        0.02,
        g.klEstimator(),
        0,
        0.2,
        0.28,
        true,
        g.mean(),
        2,
        2);
  }

  @Test
  void resumedRunsEqualUninterruptedRuns() throws IOException {
    for (Stage stage : List.of(ppo(reward.toString()), grpo())) {
      Path whole = folder.resolve(stage.kind() + "-whole");
      Path parts = folder.resolve(stage.kind() + "-parts");
      TrainSettings settings = settings(10, 6, 4, 2);
      train(start(whole, sft, stage, data, settings));
      long[] step = new long[1];
      TrainListener steps =
          new TrainListener() {
            @Override
            public void onStep(StepMetrics metrics) {
              step[0] = metrics.step();
            }
          };
      try (TrainingRun run = start(parts, sft, stage, data, settings)) {
        run.listener(steps).stopWhen(() -> step[0] == 3).train();
      }
      long[] rollouts = new long[1];
      TrainListener inside =
          new TrainListener() {
            @Override
            public void onRollout(long done, long total) {
              rollouts[0]++;
            }
          };
      try (TrainingRun run = TrainingRun.resume(parts, Device.cpu())) {
        assertEquals(3, run.from().step()); // between two steps of a rollout
        assertEquals(stage, run.stage());
        run.listener(inside).stopWhen(() -> rollouts[0] == 3).train();
      }
      int[] evaluations = new int[1];
      try (TrainingRun run = TrainingRun.resume(parts, Device.cpu())) {
        assertEquals(4, run.from().step(), "the stop was inside the rollout of step 5");
        run.listener(PairStagesTest.evaluations(evaluations));
        run.stopWhen(() -> evaluations[0] == 1).train();
      }
      try (TrainingRun run = TrainingRun.resume(parts, Device.cpu())) {
        assertEquals(6, run.from().step());
        assertNull(run.from().validationLoss(), "the stop was inside the evaluation");
        run.train();
      }
      String sums = "checkpoints/step-10/SHA256SUMS";
      assertTrue(Files.readString(whole.resolve(sums)).contains("stage.json"));
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(sums)), Files.readAllBytes(parts.resolve(sums)));
      PairStagesTest.assertSameMetrics(whole, parts);
    }
  }

  @Test
  void aPerfectPolicyEndsTheRun() throws IOException {
    TaskSource source =
        new TaskSource(Skills.named(List.of("count-letters"), Skills.all()), Part.TRAIN, 1);
    Path easy = folder.resolve("easy.jsonl");
    Files.write(
        easy,
        IntStream.range(0, 400)
            .mapToObj(i -> source.task(i).example())
            .filter(task -> task.output().equals(source.task(0).example().output()))
            .map(Json::line)
            .toList());
    Grpo right = grpo("right");
    Path root = folder.resolve("perfect");
    List<String> ends = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void onEarlyEnd(long step, String reason) {
            ends.add(step + ": " + reason);
          }

          @Override
          public void onEnd(TrainerState state, boolean stopped) {
            ends.add(state.step() + " " + stopped);
          }
        };
    TrainerState end;
    try (TrainingRun run = start(root, sft, right, easy, settings(400, 400, 4, 2))) {
      end = run.listener(listener).train();
    }
    assertTrue(end.step() < 400, "step " + end.step());
    String line = end.step() + ": all answers of 20 rollouts in a row have equal scores";
    assertEquals(List.of(line, end.step() + " false"), ends);
    assertEquals(end, RunFolder.open(root).last().state());
    Table metrics = Metrics.read(RunFolder.open(root).metricsFile());
    int last = (int) end.step() - 1;
    assertEquals(last + 1, metrics.rowCount());
    assertEquals(end.validationLoss(), metrics.doubleColumn("val_loss").get(last));
    assertEquals(1, metrics.doubleColumn("eval_objective/scores").get(last), 0.2);
    String written = Files.readString(RunFolder.open(root).metricsFile());
    try (TrainingRun run = TrainingRun.resume(root, Device.cpu())) {
      assertEquals(end, run.listener(listener).train());
    }
    assertEquals(ends.subList(0, 2), ends.subList(2, 4));
    assertEquals(written, Files.readString(RunFolder.open(root).metricsFile()));
  }

  @Test
  void aRunOwnsItsFrozenModels() throws IOException {
    Path root = folder.resolve("frozen");
    try (TrainingRun run = start(root, sft, ppo(reward.toString()), data, settings(4, 4, 4, 1))) {
      assertEquals("ppo", run.stage().kind());
    }
    Path weights = root.resolve("data/reward/model.safetensors");
    assertArrayEquals(
        Files.readAllBytes(RunFolder.open(reward).best().folder().resolve("model.safetensors")),
        Files.readAllBytes(weights));
    Checkpoint best = RunFolder.open(reward).best();
    RunRecord.Parent judge = RunRecord.of(RunFolder.open(root)).rewardModel();
    assertEquals(new RunRecord.Parent(reward.toString(), 20, best.sha256()), judge);
    Files.delete(weights);
    String refused =
        assertThrows(InputException.class, () -> TrainingRun.resume(root, Device.cpu()).close())
            .getMessage();
    assertTrue(refused.contains("reward model file " + weights), refused);
  }

  @Test
  void aCopyOfARewardModelNeedsAHead() {
    FrozenFolder frozen = new RunFolder(folder.resolve("headless")).rewardModel();
    Checkpoint best = RunFolder.open(sft).best();
    try (NDManager manager = Torch.manager()) {
      String refused =
          assertThrows(InputException.class, () -> frozen.copyModel(best, manager)).getMessage();
      assertTrue(refused.contains("has no file head.safetensors"), refused);
    }
    assertFalse(Files.exists(frozen.folder()));
  }

  @Test
  void aStartDeletesFrozenModelsOfAKilledStart() throws IOException {
    Path stale = folder.resolve("stale/data/reward");
    Files.createDirectories(stale);
    Files.writeString(stale.resolve("model.safetensors"), "old");
    Path foreign = Files.writeString(stale.resolveSibling("notes.txt"), "mine");
    start(folder.resolve("stale"), sft, grpo(), data, settings(4, 4, 4, 1)).close();
    assertFalse(Files.exists(stale));
    assertTrue(Files.exists(foreign));
  }

  @Test
  void rewardModelsThatDoNotFitAreRefused() throws IOException {
    TrainSettings short1 = settings(1, 1, 4, 1);
    Path untrained = folder.resolve("untrained");
    start(untrained, sft, new RewardStage("alpaca", null, false), preferences, short1).close();
    assertRefused(ppo(untrained.toString()), untrained + " was never trained");
    Path chat = folder.resolve("chat");
    train(start(chat, sft, new RewardStage("chat", null, false), preferences, short1));
    assertRefused(ppo(chat.toString()), chat + " has the template chat, must have alpaca");
    Path other = Files.writeString(folder.resolve("other.txt"), Files.readString(text) + "\u00a7");
    Path foreign = pretrained("foreign", other, 128, 1), judge = folder.resolve("foreign-judge");
    train(start(judge, foreign, new RewardStage("alpaca", null, false), preferences, short1));
    assertRefused(ppo(judge.toString()), judge + " has another tokenizer");
    Path wide = pretrained("wide", text, 256, 1);
    assertRefused(
        wide,
        ppo(reward.toString(), null, 100),
        data,
        reward + " has a context of 128 tokens, but a prompt and its response can have");
  }

  @Test
  void aRuleMustReadEveryInstruction() throws IOException {
    List<String> rows = new ArrayList<>(Files.readAllLines(data));
    String song = Json.line(new Instruction("many letters", "", "0"));
    Path trained = folder.resolve("songs.jsonl"), heldOut = folder.resolve("held-out.jsonl");
    rows.set(39, song); // every tenth row is held out
    Files.write(heldOut, rows);
    String part = " has the instruction \"many letters\", which the reward ";
    assertRefused(sft, grpo(), heldOut, heldOut + part + "rule cannot judge");
    assertRefused(ppo("right", heldOut, 6), heldOut + part + "right cannot judge");
    rows.set(0, song);
    Files.write(trained, rows);
    assertRefused(sft, ppo("right"), trained, trained + part + "right cannot judge");
  }

  @Test
  void unfitSettingsAreRefused() {
    assertRefused(ppo(sft.toString()), "must be a run of a reward model");
    assertRefused(ppo(folder.resolve("nowhere").toString()), "no run in");
    Grpo g = grpo();
    Grpo odd =
        new Grpo(
            "alpaca",
            null,
            false,
            "rule",
            6,
            0,
            5,
            0,
            g.klEstimator(),
            0,
            0.2,
            0.2,
            true,
            g.mean(),
            1,
            1);
    assertRefused(odd, "multiple of the group");
  }

  private void assertRefused(Stage stage, String part) {
    assertRefused(sft, stage, data, part);
  }

  private void assertRefused(Path parent, Stage stage, Path rows, String part) {
    Path root = folder.resolve("refused");
    String refused =
        assertThrows(
                InputException.class,
                () -> start(root, parent, stage, rows, settings(4, 4, 4, 1)).close())
            .getMessage();
    assertTrue(refused.contains(part), refused);
    assertEquals(1, refused.lines().count());
    String[] left = root.toFile().list();
    assertTrue(left == null || left.length == 0, () -> List.of(left).toString());
  }
}

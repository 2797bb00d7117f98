package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.glassllm.base.Json;
import org.glassllm.base.Progress;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.Metrics;
import org.glassllm.run.TrainedReward;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** {@code glass pipeline tiny}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineCommandTest {
  private static final List<String> RUNS =
      List.of("base", "sft", "reward", "dpo", "ppo", "ppo-no-kl", "grpo", "add-sft", "grpo-add");
  private static final int KILLS = 6;

  private Path temporary;
  private Path folder;
  private JsonObject result;
  private byte[] report;

  @BeforeAll
  void runPipeline(@TempDir Path given) throws IOException {
    temporary = given;
    folder = given.resolve("pipeline");
    Glass.Result ran = Glass.run(arguments(folder, "--smoke", "--json"));
    assertEquals(0, ran.code(), ran.err());
    assertEquals(1, ran.out().strip().lines().count(), "one object");
    result = Json.parseObject(ran.out(), "the result");
    report = Files.readAllBytes(folder.resolve("report.html"));
  }

  private static String[] arguments(Path run, String... more) {
    List<String> all =
        new ArrayList<>(List.of("pipeline", "tiny", "--run", run.toString(), "--device", "cpu"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private double figure(String stage, String name) {
    return result.getAsJsonObject(stage).get(name).getAsDouble();
  }

  private void assertShare(String stage, String name) {
    double share = figure(stage, name);
    assertTrue(share >= 0 && share <= 1, () -> stage + ": " + name + " " + share);
  }

  @Test
  void theResultHasTheFiguresOfEachStage() {
    for (String run : RUNS) {
      assertTrue(figure(run.replace('-', '_'), "seconds") > 0, run);
    }
    for (String policy : List.of("base", "sft", "dpo", "ppo", "ppo_no_kl", "grpo", "grpo_add")) {
      for (String share : List.of("exact_match", "format", "true_reward", "pass_at_1")) {
        assertShare(policy, share);
      }
      double low = figure(policy, "true_reward_low"), high = figure(policy, "true_reward_high");
      assertTrue(low <= figure(policy, "true_reward") && figure(policy, "true_reward") <= high);
      assertTrue(figure(policy, "pass_at_4") >= figure(policy, "pass_at_1"), policy);
    }
    assertEquals(0, figure("sft", "kl"), 0);
    assertTrue(figure("base", "kl") > 1, "base differs from sft");
    assertShare("reward", "accuracy");
    assertTrue(figure("reward", "best_possible") > 0.6);
    assertTrue(figure("sft", "format") > 0.5, "fine-tuning teaches the format");
    assertTrue(figure("sft", "true_reward") > figure("base", "true_reward"));
  }

  @Test
  void theReportNamesNoFolderAndNoTime() throws IOException {
    String markdown = Files.readString(folder.resolve("report.md"));
    assertFalse(markdown.contains(temporary.toString()));
    for (String part : List.of("## Stages", "calibration.png", "dpo-logps.png", "pass@4", "KL")) {
      assertTrue(markdown.contains(part), part);
    }
    RUNS.forEach(run -> assertTrue(markdown.contains("| " + run + " |"), run));
    assertFalse(new String(report, java.nio.charset.StandardCharsets.UTF_8).contains(".png\""));
    assertTrue(Files.readString(folder.resolve("costs.md")).contains("| ppo-no-kl |"));
  }

  @Test
  void everyStageIsAnOrdinaryRun() {
    for (String run : List.of("sft", "dpo", "ppo", "grpo-add")) {
      String path = folder.resolve(run).toString();
      Glass.Result said = Glass.run("generate", "--run", path, "--prompt", "Add.", "--tokens", "3");
      assertEquals(0, said.code(), said.err());
    }
  }

  @Test
  void resumingACompletePipelineKeepsRunsAndReport() throws IOException {
    List<String> before = sums(folder);
    Glass.Result resumed = Glass.run(arguments(folder, "--resume"));
    assertEquals(0, resumed.code(), resumed.err());
    assertFalse(resumed.err().contains("[1/9]"), resumed.err());
    assertEquals(before, sums(folder));
    assertArrayEquals(report, Files.readAllBytes(folder.resolve("report.html")));
    resumed.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  /** Returns the checksums of the last checkpoint of each run. */
  private static List<String> sums(Path pipeline) {
    return RUNS.stream().map(run -> RunFolder.open(pipeline.resolve(run)).last().sha256()).toList();
  }

  @Test
  void theTrueRewardIsMeasuredDuringTraining() {
    Table grpo = Metrics.read(folder.resolve("grpo/metrics.csv"));
    Table evaluated = grpo.where(grpo.doubleColumn("val_loss").isNotMissing());
    assertEquals(2, evaluated.rowCount());
    assertArrayEquals(
        evaluated.doubleColumn("eval_objective/scores").asDoubleArray(),
        evaluated.doubleColumn("eval_objective/true_reward").asDoubleArray(),
        1e-12,
        "GRPO's score is the true reward");
    Table ppo = Metrics.read(folder.resolve("ppo/metrics.csv"));
    double[] found = ppo.doubleColumn("eval_objective/true_reward").removeMissing().asDoubleArray();
    assertEquals(2, found.length);
    assertTrue(Arrays.stream(found).allMatch(x -> x > 0 && x < 1), Arrays.toString(found));
  }

  @Test
  void theRewardModelHasTheAccuracyOfItsTraining() {
    Path run = folder.resolve("reward");
    Table metrics = Metrics.read(run.resolve("metrics.csv"));
    long step = RunFolder.open(run).best().state().step();
    double expected =
        metrics
            .where(metrics.longColumn("step").isEqualTo(step))
            .doubleColumn("eval_accuracy")
            .get(0);
    try (TrainedReward model = TrainedReward.open(run, Device.cpu())) {
      var pairs = model.fitting(folder.resolve("data/preferences-validation.jsonl"));
      double[] differences = model.differences(pairs, Progress.NONE);
      double accuracy =
          (double) Arrays.stream(differences).filter(d -> d > 0).count() / pairs.size();
      assertEquals(expected, accuracy, 1e-9);
    }
  }

  @Test
  void badInputIsRefusedInOneLine() throws IOException {
    assertRefused("exists in", arguments(folder, "--smoke"));
    assertRefused("no pipeline in", arguments(temporary.resolve("none"), "--resume"));
    assertRefused("--seed 2 differs", arguments(folder, "--resume", "--seed", "2"));
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "mine");
    assertRefused("give an empty or a new folder", arguments(other, "--smoke"));
    assertRefused(
        "huge, must be one of [tiny]",
        "pipeline",
        "huge",
        "--run",
        temporary.resolve("h").toString());
    Path recipe = Files.writeString(temporary.resolve("recipe.json"), "{\"name\": \"own\"}");
    assertRefused("recipe.json", arguments(temporary.resolve("r"), "--recipe", recipe.toString()));
    assertRefused(
        "exclude each other",
        arguments(temporary.resolve("r"), "--smoke", "--recipe", recipe.toString()));
  }

  private static void assertRefused(String part, String... arguments) {
    Glass.Result refused = Glass.run(arguments);
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains(part), refused.err());
    assertEquals(1, refused.err().strip().lines().count(), refused.err());
  }

  @Test
  void aRunWithOtherSettingsIsRefused() throws IOException {
    Path changed = temporary.resolve("changed");
    Files.createDirectories(changed.resolve("base"));
    String settings = Files.readString(folder.resolve("pipeline.json"));
    Files.writeString(changed.resolve("pipeline.json"), settings);
    String run = Files.readString(folder.resolve("base/run.json"));
    Files.writeString(
        changed.resolve("base/run.json"), run.replace("\"steps\": 60", "\"steps\": 61"));
    assertRefused("other settings than the pipeline", arguments(changed, "--resume"));
  }

  /** Kills the pipeline at random moments; the resumed pipelines reach the same bits. */
  @Tag("slow")
  @Test
  void killsDoNotChangeTheReport() throws Exception {
    Path killed = temporary.resolve("killed"), log = temporary.resolve("log");
    SplittableRandom random = new SplittableRandom(1);
    int kills = 0;
    while (true) {
      boolean started = Files.exists(killed.resolve("pipeline.json"));
      String[] command = started ? arguments(killed, "--resume") : arguments(killed, "--smoke");
      Process process = Glass.start(log, Glass.command(command));
      if (kills == KILLS) {
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), () -> "hangs");
        assertEquals(0, process.exitValue(), Files.readString(log));
        break;
      }
      waitForProgress(killed, process, random);
      if (!process.isAlive()) {
        assertEquals(0, process.waitFor(), Files.readString(log));
        break;
      }
      process.destroyForcibly().waitFor();
      kills++;
    }
    assertTrue(kills >= 3, "kills: " + kills);
    assertEquals(sums(folder), sums(killed));
    assertArrayEquals(report, Files.readAllBytes(killed.resolve("report.html")));
    assertEquals(-1, Files.mismatch(folder.resolve("report.md"), killed.resolve("report.md")));
  }

  /** Waits until the next stage has a checkpoint, then for a random time. */
  private static void waitForProgress(Path pipeline, Process process, SplittableRandom random)
      throws Exception {
    long before = checkpoints(pipeline);
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (process.isAlive() && checkpoints(pipeline) == before && System.nanoTime() < limit) {
      Thread.sleep(2);
    }
    Thread.sleep(random.nextInt(1500));
  }

  private static long checkpoints(Path pipeline) {
    return RUNS.stream()
        .filter(run -> Files.exists(pipeline.resolve(run).resolve("checkpoints/last")))
        .count();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
  void aStoppedPipelineExplainsResuming() throws Exception {
    Path stopped = temporary.resolve("stopped"), log = temporary.resolve("stop.log");
    Process process = Glass.start(log, Glass.command(arguments(stopped, "--smoke")));
    while (process.isAlive() && !Files.exists(stopped.resolve("base/metrics.csv"))) {
      Thread.sleep(5);
    }
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String said = Files.readString(log);
    assertEquals(143, process.exitValue(), said);
    assertTrue(said.contains("glass pipeline tiny --run " + stopped + " --resume"), said);
    assertFalse(Files.exists(stopped.resolve("report.md")));
  }
}

package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.Json;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.Metrics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** {@code glass reward}, {@code glass dpo}, {@code glass ppo} and {@code glass grpo}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StageCommandsTest {
  private Path folder;
  private String base;
  private String tasks;
  private String preferences;

  @BeforeAll
  void trainBase(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Path data = folder.resolve("data");
    String skills = "--skills count-letters --examples 60 --heldout 10";
    ok("data tasks --preferences %s --out %s".formatted(skills, data));
    tasks = data.resolve("instructions-train.jsonl").toString();
    preferences = data.resolve("preferences-train.jsonl").toString();
    Path text = folder.resolve("text.txt");
    Files.writeString(
        text,
        (Files.readString(Path.of(preferences)) + Files.readString(Path.of(tasks)))
            + "\n### Instruction: Input: Response:");
    String plain = folder.resolve("plain").toString();
    ok("train --preset test --steps 4 --context 96 --data %s --run %s".formatted(text, plain));
    base = folder.resolve("base").toString();
    ok(command("sft", plain, tasks, "base", "--steps 100 --lr 0.006 --questions 4"));
  }

  private static Glass.Result ok(String line) {
    Glass.Result result = Glass.run(line.split(" "));
    assertEquals(0, result.code(), result.err());
    return result;
  }

  private String command(String name, String parent, String data, String run, String more) {
    return ("%s --from %s --data %s --run %s --batch 4 --warmup 0 --device cpu %s")
        .formatted(name, parent, data, folder.resolve(run), more)
        .strip();
  }

  private static JsonObject json(Glass.Result result) {
    return Json.parseObject(result.out(), "the result");
  }

  @Test
  void eachStageTrainsAndReportsItsMetrics() {
    String reward = folder.resolve("reward").toString();
    String steps = "--steps 8 --eval-every 4 --json";
    JsonObject judged = json(ok(command("reward", base, preferences, "reward", steps)));
    assertTrue(judged.get("accuracy").getAsDouble() > 0.3, judged.toString());
    JsonObject dpo = json(ok(command("dpo", base, preferences, "dpo", steps + " --beta 0.3")));
    assertTrue(Double.isFinite(dpo.get("rewards/margins").getAsDouble()), dpo.toString());
    String rollouts = steps + " --tokens 6 --minibatches 2 --epochs 2 --reward ";
    JsonObject ppo = json(ok(command("ppo", base, tasks, "ppo", rollouts + reward)));
    assertTrue(ppo.get("objective/kl").getAsDouble() >= -1, ppo.toString());
    JsonObject grpo = json(ok(command("grpo", base, tasks, "grpo", rollouts + "rule --group 4")));
    assertTrue(grpo.get("objective/scores").getAsDouble() >= 0, grpo.toString());
    assertDescribesBest("dpo", "eval_rewards/margins", dpo);
    assertDescribesBest("ppo", "eval_objective/kl", ppo);
    Glass.Result info = ok("info --run " + folder.resolve("ppo"));
    assertTrue(info.out().contains("best held-out reward "), info.out());
    for (String run : List.of("dpo", "ppo", "grpo")) {
      ok("eval --questions 2 --run %s --data %s".formatted(folder.resolve(run), tasks));
      ok("generate --tokens 3 --prompt Count. --run " + folder.resolve(run));
    }
  }

  /** Checks that a report has the metrics of the best checkpoint, which other commands read. */
  private void assertDescribesBest(String run, String column, JsonObject report) {
    RunFolder opened = RunFolder.open(folder.resolve(run));
    long best = opened.best().state().step();
    assertEquals(best, report.get("best_step").getAsLong());
    Table metrics = Metrics.read(opened.metricsFile());
    double expected = metrics.doubleColumn(column).get((int) best - 1);
    assertEquals(expected, report.get(column.substring("eval_".length())).getAsDouble());
  }

  @Test
  void aRewardModelJudgesPairsOnly() {
    String run = folder.resolve("judge").toString();
    JsonObject trained =
        json(ok(command("reward", base, preferences, "judge", "--steps 8 --json")));
    JsonObject own = json(ok("eval --json --run " + run));
    for (String name : List.of("accuracy", "margin", "mean_reward")) {
      assertEquals(trained.get(name).getAsDouble(), own.get(name).getAsDouble(), 1e-5, name);
    }
    JsonObject all = json(ok("eval --json --run %s --data %s".formatted(run, preferences)));
    assertTrue(all.get("pairs").getAsInt() > 5 * own.get("pairs").getAsInt(), all.toString());
    assertTrue(ok("eval --run " + run).out().contains("accuracy"));
    assertRefused("eval --stride 4 --run " + run, "--stride does not apply to the reward model");
    assertRefused("eval --run %s --data %s".formatted(run, tasks), "no example in");
    String model = "is a reward model, which gives no answers; give a run of a language model";
    assertRefused("generate --prompt a --run " + run, model);
    assertRefused("chat --run " + run, model);
    for (String name : List.of("train", "sft", "ppo")) {
      String line = "%s --from %s --data %s --run %s";
      assertRefused(line.formatted(name, run, tasks, folder.resolve("none")), model);
    }
  }

  @Test
  void heldOutDataAndTextsAreNotConfused() {
    String grpo = "--steps 1 --group 2 --tokens 4 --reward rule";
    ok(command("grpo", base, tasks, "asked", grpo));
    JsonObject asked = json(ok("eval --json --questions 3 --run " + folder.resolve("asked")));
    assertEquals(3, asked.get("asked").getAsInt());
    assertRefused(
        "train --steps 1 --from %s --run %s".formatted(base, folder.resolve("none")),
        "add --data with a text");
    ok(command("dpo", base, preferences, "pairs", "--steps 1"));
    assertRefused("eval --run " + folder.resolve("pairs"), "needs --data with instructions");
  }

  @Test
  void resumingKeepsTheSettings() {
    ok(command("dpo", base, preferences, "kept", "--steps 2 --beta 0.3"));
    String resume = "dpo --resume --run " + folder.resolve("kept");
    ok(resume + " --beta 0.3 --loss sigmoid");
    String ppo = "--steps 2 --tokens 4 --reward rule --missing-eos-penalty 0.5";
    ok(command("ppo", base, tasks, "kept-ppo", ppo));
    ok(command("ppo --resume", base, tasks, "kept-ppo", ppo));
    assertRefused(resume + " --beta 0.1", "--beta 0.1 differs from the run's value, 0.3");
    assertRefused(resume + " --loss ipo", "--loss ipo differs from the run's value, sigmoid");
    assertRefused("ppo --resume --run " + folder.resolve("kept"), "resume it with glass dpo");
    assertRefused("train --resume --run " + folder.resolve("kept"), "resume it with glass dpo");
  }

  @Test
  void adaptersTrainAndAreMerged() {
    String lora = "--steps 4 --eval-every 2 --lora-rank 2 --lora-targets q,v,mlp.c_fc";
    Glass.Result trained = ok(command("dpo", base, preferences, "lora", lora));
    assertTrue(trained.err().contains("LoRA: "), trained.err());
    String run = folder.resolve("lora").toString(), out = folder.resolve("merged").toString();
    assertRefused(
        "dpo --resume --lora-rank 4 --run " + run, "--lora-rank 4 differs from the run's value, 2");
    assertRefused(
        "dpo --resume --lora-alpha 2 --run " + run,
        "--lora-alpha 2 differs from the run's value, 4");
    ok("dpo --resume --lora-rank 2 --lora-alpha 4 --run " + run);
    JsonObject merged = json(ok("merge --json --run %s --out %s".formatted(run, out)));
    assertTrue(merged.get("max_error_ulp").getAsDouble() <= 0.5, merged.toString());
    assertRefused("merge --run %s --out %s".formatted(out, run), "nothing to merge");
    assertRefused("dpo --resume --run " + out, "it cannot be resumed");
    String generate = "generate --tokens 5 --prompt Count. --greedy --run ";
    assertEquals(ok(generate + run).out(), ok(generate + out).out());
    String eval = "eval --questions 2 --data %s --run ".formatted(tasks);
    assertEquals(ok(eval + run).out(), ok(eval + out).out());
    JsonObject info = json(ok("info --json --run " + run));
    assertTrue(
        info.get("trained_parameters").getAsLong() < info.get("parameters").getAsLong() / 4,
        info.toString());
    ok("costs --run " + run);
  }

  @Test
  void badSettingsOfLoraAreRefusedInOneLine() {
    String run = folder.resolve("refused-lora").toString();
    for (String[] bad :
        new String[][] {
          {"--lora-rank 0", "illegal --lora-rank: 0"},
          {"--lora-rank 999", "illegal --lora-rank: 999"},
          {"--lora-rank 2 --lora-alpha 0", "illegal --lora-alpha: 0"},
          {"--lora-rank 2 --lora-dropout 1", "illegal --lora-dropout: 1"},
          {"--lora-rank 2 --lora-targets query", "illegal --lora-targets: query"},
          {"--lora-alpha 2", "add --lora-rank"}
        }) {
      assertRefused(command("dpo", base, preferences, run, bad[0]), bad[1]);
    }
  }

  @Test
  void badSettingsAreRefusedInOneLine() {
    String run = folder.resolve("refused").toString();
    assertRefused(command("dpo", base, preferences, run, "--beta 0"), "beta");
    assertRefused(command("dpo", base, preferences, run, "--loss hinge"), "hinge");
    assertRefused(command("ppo", base, tasks, run, "--reward nowhere"), "no run in");
    assertRefused(command("dpo", base, preferences, run, "--smoothing 0.7"), "--smoothing: 0.7");
    assertRefused(
        command("dpo", base, preferences, run, "--loss ipo --smoothing 0.1"), "--smoothing: 0.1");
    for (String clip : List.of("--policy-clip 1.5", "--value-clip 0", "--kl-horizon 0")) {
      assertRefused(command("ppo", base, tasks, run, clip), clip.substring(0, 8));
    }
    assertRefused(command("ppo", base, tasks, run, "--kl 0 --kl-target 1"), "--kl: 0");
    assertRefused(
        command("grpo", base, tasks, run, "--group 4 --minibatches 2 --grad-accum 4"),
        "at most the group, 4");
    assertRefused(command("grpo", base, tasks, run, "--group 3"), "multiple of the group");
    assertRefused(command("grpo", base, tasks, run, "--mean words"), "words");
    assertRefused(command("reward", base, tasks, run, ""), "no example in");
    for (String name : List.of("dpo", "ppo", "grpo")) {
      String data = name.equals("dpo") ? preferences : tasks;
      assertRefused(command(name, base, data, run, "--dropout 0.1"), "dropout");
    }
    assertRefused("grpo --run " + run, "--from RUN and --data FILE");
  }

  private static void assertRefused(String line, String part) {
    Glass.Result refused = Glass.run(line.split(" "));
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains(part), refused.err());
    assertEquals(1, refused.err().strip().lines().count(), refused.err());
  }
}

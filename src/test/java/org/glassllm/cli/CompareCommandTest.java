package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Json;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code glass compare} on a base model and on two fine-tuned models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompareCommandTest {
  private static final int WIDTH = 80;
  private Path folder;
  private Path data;
  private String base;
  private String tuned;

  @BeforeAll
  void trainRuns(@TempDir Path temporary) throws IOException {
    folder = temporary;
    TaskSource source =
        new TaskSource(
            Skills.named(List.of("reverse", "count-letters"), Skills.all()), Part.TRAIN, 1);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(Json.line(source.task(i).example()));
    }
    rows.add("{\"instruction\":\"Say hello.\",\"output\":\"hello\"}");
    data = Files.write(folder.resolve("tasks.jsonl"), rows);
    String text = String.join("\n", rows) + "\n### Instruction: Input: Response: 0123456789";
    Path corpus = Files.writeString(folder.resolve("text.txt"), text.repeat(2));
    base = train("base", "train --preset test --steps 4 --context 128 --data " + corpus);
    tuned = train("tuned", sft(4, 60));
  }

  private String sft(int batch, int steps) {
    return "sft --from %s --data %s --held-out %s --steps %d --eval-every %d --batch %d --warmup 2"
            .formatted(base, data, data, steps, steps, batch)
        + " --lr 0.006 --questions 1";
  }

  private String train(String name, String command) {
    String run = folder.resolve(name).toString();
    Glass.Result trained = run(command + " --run " + run);
    assertEquals(0, trained.code(), trained.err());
    return run;
  }

  private static Glass.Result run(String line) {
    return Glass.run((line + " --device cpu").split(" "));
  }

  private static JsonObject json(String line) {
    Glass.Result result = run(line + " --json");
    assertEquals(0, result.code(), result.err());
    return Json.parseObject(result.out(), "the result");
  }

  private static JsonObject figures(JsonObject result, int run) {
    return result.getAsJsonArray("runs").get(run).getAsJsonObject().getAsJsonObject("figures");
  }

  private static double value(JsonObject figures, String name) {
    return figures.getAsJsonObject(name).get("value").getAsDouble();
  }

  @Test
  void jsonHasEveryNumber() {
    JsonObject result = json("compare --samples 4 --tokens 20 --questions 9 " + base + " " + tuned);
    assertEquals(9, result.get("questions").getAsInt());
    assertEquals(base, result.get("reference").getAsString());
    assertEquals(data.toString(), result.get("data").getAsString());
    JsonArray runs = result.getAsJsonArray("runs");
    assertEquals(2, runs.size());
    for (int i = 0; i < 2; i++) {
      JsonObject figures = figures(result, i);
      for (String name :
          List.of(
              "exact_match",
              "format",
              "greedy_reward",
              "true_reward",
              "kl",
              "tokens",
              "words",
              "ended",
              "pass_at_1",
              "pass_at_k")) {
        JsonObject estimate = figures.getAsJsonObject(name);
        double value = estimate.get("value").getAsDouble();
        assertTrue(estimate.get("low").getAsDouble() <= value, name + estimate);
        assertTrue(estimate.get("high").getAsDouble() >= value, name + estimate);
        assertTrue(estimate.get("standard_error").getAsDouble() >= 0, name + estimate);
      }
      assertTrue(figures.get("entropy").getAsDouble() > 0);
      assertEquals(4, figures.get("k").getAsInt());
      assertEquals(
          List.of("reverse", "count-letters"),
          List.copyOf(runs.get(i).getAsJsonObject().getAsJsonObject("skills").keySet()));
    }
    JsonObject before = figures(result, 0), after = figures(result, 1);
    assertEquals(0, value(before, "kl"));
    assertTrue(value(after, "kl") > 1, after.toString());
    assertTrue(value(after, "greedy_reward") > value(before, "greedy_reward") + 0.1);
    assertTrue(value(after, "true_reward") > value(before, "true_reward"), after.toString());
    assertEquals(
        value(after, "true_reward") - value(before, "true_reward"),
        value(runs.get(1).getAsJsonObject(), "gain"),
        1e-12);
    assertTrue(value(after, "pass_at_k") >= value(after, "pass_at_1"));
    assertEquals("alpaca", runs.get(0).getAsJsonObject().get("template").getAsString());
    assertEquals("pretrain", runs.get(0).getAsJsonObject().get("stage").getAsString());
    JsonObject judged = json("eval --tokens 20 --questions 9 --run " + tuned);
    assertEquals(judged.get("exact_match").getAsDouble(), value(after, "exact_match"), 1e-12);
    assertEquals(judged.get("format").getAsDouble(), value(after, "format"), 1e-12);
  }

  @Test
  void tablesFitInto80Columns() throws IOException {
    Path out = folder.resolve("out");
    Glass.Result result =
        run(
            "compare --samples 2 --questions 6 --tokens 20 --out %s %s %s %s"
                .formatted(out, base, tuned, tuned));
    assertEquals(0, result.code(), result.err());
    result
        .out()
        .lines()
        .skip(2)
        .filter(l -> !l.startsWith("Report"))
        .forEach(line -> assertTrue(line.length() <= WIDTH, line));
    for (String title :
        List.of("exact match %", "true reward", "pass@1 %", "pass@2 %", "KL", "ended %")) {
      assertTrue(result.out().contains(title), result.out());
    }
    assertTrue(result.out().contains("tuned-2"), result.out());
    String remark = base + " is not fine-tuned; it reads prompts in the template alpaca";
    assertTrue(result.err().contains(remark), result.err());
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("Greedy answers side by side"));
    assertEquals(4, page.split("data:image/png;base64,", -1).length - 1, "plots");
    assertTrue(Files.exists(out.resolve("true-reward-kl.png")));
    assertTrue(Files.readString(out.resolve("report.md")).contains("| count-letters | base |"));
  }

  @Test
  void anotherTokenizerHasRewardsButNoKl() throws IOException {
    String other =
        train(
            "other",
            "train --preset test --steps 2 --context 128 --tokenizer bpe --vocab 300 --data "
                + folder.resolve("text.txt"));
    Glass.Result result =
        run("compare --samples 1 --questions 3 --tokens 5 --json %s %s".formatted(tuned, other));
    assertEquals(0, result.code(), result.err());
    assertTrue(
        result.err().contains("no KL for " + other + ": its tokenizer differs"), result.err());
    JsonObject json = Json.parseObject(result.out(), "the result");
    assertTrue(figures(json, 1).get("kl").isJsonNull());
    assertFalse(figures(json, 0).get("kl").isJsonNull());
    assertTrue(value(figures(json, 1), "true_reward") >= 0);
  }

  @Test
  void aRewardModelScoresTheSamples() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add("{\"prompt\":\"Count %d.\",\"chosen\":\"1\",\"rejected\":\"no\"}".formatted(i));
    }
    Path pairs = Files.write(folder.resolve("pairs.jsonl"), rows);
    String judge =
        train(
            "judge",
            "reward --from %s --data %s --steps 2 --eval-every 2 --batch 2 --warmup 0"
                .formatted(tuned, pairs));
    String line = "compare --samples 2 --questions 3 --tokens 6 " + tuned;
    Glass.Result shown = run(line + " --reward-model " + judge);
    assertTrue(shown.out().contains("model reward"), shown.out() + shown.err());
    JsonObject result = json(line + " --reward-model " + judge);
    assertTrue(Double.isFinite(value(figures(result, 0), "model_reward")));
    assertEquals(judge, result.get("reward_model").getAsString());
    assertRefused(line + " --reward-model " + tuned, "is a run of kind sft, must be a run of a");
    assertRefused("compare " + judge, "is a reward model, which gives no answers");
  }

  private static void assertRefused(String line, String message) {
    Glass.Result refused = run(line);
    assertEquals(2, refused.code(), line + refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertTrue(refused.err().contains(message), refused.err());
  }

  @Test
  void equalSeedsGiveEqualSamples() {
    String line =
        "compare --samples 3 --questions 4 --tokens 12 --data " + data + " " + base + " --seed ";
    assertEquals(json(line + 1), json(line + 1));
    assertFalse(figures(json(line + 1), 0).equals(figures(json(line + 2), 0)));
  }

  @Test
  void aBadInputGivesOneLine() throws IOException {
    String absent = folder.resolve("absent").toString();
    Path file = Files.writeString(folder.resolve("file"), "x");
    Map<String, String> bad =
        Map.of(
            "compare",
            "Missing required parameter",
            "compare " + absent,
            "no run in " + absent,
            "compare " + base,
            "no run among",
            "compare " + tuned + " --data " + absent,
            "absent",
            "compare " + tuned + " --reference " + absent,
            "no run in " + absent,
            "compare " + tuned + " --samples 0",
            "illegal --samples: 0",
            "compare " + tuned + " --samples 2 --k 3",
            "illegal --k: 3",
            "compare " + tuned + " --questions 0",
            "illegal --questions: 0",
            "compare " + tuned + " --out " + file,
            "is not a folder",
            "compare " + base + " --template llama",
            "illegal --template: llama");
    bad.forEach(CompareCommandTest::assertRefused);
  }
}

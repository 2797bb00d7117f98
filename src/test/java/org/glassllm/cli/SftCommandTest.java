package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code glass sft}, and the commands that use its run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SftCommandTest {
  private Path folder;
  private String base;
  private String data;

  @BeforeAll
  void trainBase(@TempDir Path temporary) throws IOException {
    folder = temporary;
    base = folder.resolve("base").toString();
    Path text = folder.resolve("text.txt");
    Files.writeString(
        text, "### Instruction: Input: Response: user assistant system hello bye\n".repeat(30));
    Glass.Result trained =
        run("train --preset test --steps 4 --context 64 --data " + text + " --run " + base);
    assertEquals(0, trained.code(), trained.err());
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add("{\"instruction\":\"Response:" + "ab".charAt(i % 2) + "\",\"output\":\"hello\"}");
    }
    rows.add("{\"instruction\":\"no answer\"}");
    data = Files.write(folder.resolve("rows.jsonl"), rows).toString();
  }

  private static Glass.Result run(String line) {
    return Glass.run((line + " --device cpu").split(" "));
  }

  private String start(String name, String more) {
    return ("sft --from %s --data %s --run %s --steps 60 --eval-every 30 --batch 2 --warmup 2"
            + " --lr 0.006 %s")
        .formatted(base, data, folder.resolve(name), more)
        .strip();
  }

  @Test
  void aBaseModelLearnsToAnswer() {
    for (String template : List.of("alpaca", "chat")) {
      Glass.Result tuned = run(start(template, "--json --template " + template));
      assertEquals(0, tuned.code(), tuned.err());
      assertTrue(tuned.err().contains("10 rows kept, 1 skipped, 0 truncated"), tuned.err());
      assertTrue(tuned.err().contains("rows.jsonl line 11"), tuned.err());
      JsonObject result = Json.parseObject(tuned.out(), "the result");
      assertEquals(1, result.get("exact_match").getAsDouble());
      assertTrue(result.get("format").isJsonNull(), tuned.out());
      String run = " --run " + folder.resolve(template);
      Glass.Result judged = run("eval --json" + run);
      JsonObject again = Json.parseObject(judged.out(), "the result");
      assertEquals(result.get("loss"), again.get("loss"));
      assertEquals(
          result.get("best_validation_loss").getAsDouble(), again.get("loss").getAsDouble(), 1e-5);
      Glass.Result answer = run("generate --greedy --json --prompt Response:a" + run);
      assertEquals("hello", Json.parseObject(answer.out(), "the result").get("text").getAsString());
    }
  }

  @Test
  void aBaseModelIsMeasuredInATemplate() {
    Glass.Result measured =
        run("eval --json --tokens 3 --template alpaca --data " + data + " --run " + base);
    assertEquals(2, measured.code());
    assertTrue(measured.err().contains("needs the special tokens [<|endoftext|>]"), measured.err());
    Glass.Result useless = run("eval --questions 3 --run " + base);
    assertTrue(useless.err().contains("--questions applies only to answers"), useless.err());
    Glass.Result none = run("eval --template alpaca --run " + base);
    assertEquals(2, none.code());
    assertTrue(none.err().contains("--template needs --data"), none.err());
  }

  @Test
  void aResumedRunKeepsItsSettings() {
    assertEquals(0, run(start("kept", "--questions 1 --pack false")).code());
    String resume = "sft --resume --run " + folder.resolve("kept");
    assertEquals(0, run(resume + " --pack false --full-loss false --steps 60").code());
    for (String change :
        List.of(
            "--steps 61",
            "--template chat",
            "--pack true",
            "--full-loss",
            "--held-out " + data,
            "--data " + base)) {
      Glass.Result refused = run(resume + " " + change);
      assertEquals(2, refused.code());
      String option = change.split(" ")[0];
      assertTrue(refused.err().contains(option + " "), refused.err());
      assertTrue(refused.err().contains("differs from the run's value"), refused.err());
    }
    String other = run("train --resume --run " + folder.resolve("kept")).err();
    assertTrue(other.contains("resume it with glass sft"), other);
    String wrong = run("sft --resume --run " + base).err();
    assertTrue(wrong.contains("resume it with glass train"), wrong);
  }

  @Test
  void aBadInputGivesOneLine() {
    String absent = folder.resolve("absent").toString();
    String[][] bad = {
      {"sft --run " + absent, "needs --from RUN and --data FILE"},
      {start("bad", "--template llama"), "illegal --template: llama, must be one of"},
      {start("bad", "--questions 0"), "illegal --questions: 0"},
      {start("bad", "--held-out " + absent), "absent"},
      {start("bad", "--strict"), "rows.jsonl line 11"},
      {start("bad", "").replace("--steps 60", "--steps 0"), "illegal --steps: 0"},
      {start("bad", "").replace("--from " + base, "--from " + absent), "no run in " + absent},
      {start("bad", "").replace(data, absent), "absent"},
      {start("bad", "").replace(data, base + "/run.json"), "no example in"},
    };
    for (String[] line : bad) {
      Glass.Result refused = run(line[0]);
      assertEquals(2, refused.code(), line[0] + refused.err());
      assertEquals(1, refused.err().lines().count(), refused.err());
      assertTrue(refused.err().contains(line[1]), refused.err());
    }
    assertTrue(!Files.exists(folder.resolve("bad/run.json")));
  }
}

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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glassllm.base.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code glass generate} with {@code --prompts} and with {@code --logprobs}. */
class GeneratePromptsTest {
  private static final int CONTEXT = 32;
  @TempDir static Path shared;
  private static String run;
  @TempDir Path folder;
  private Path prompts;
  private Path output;

  @BeforeAll
  static void train() throws IOException {
    Path text =
        Files.writeString(
            shared.resolve("text.txt"), "to be or not to be, that is the question\n".repeat(50));
    run = shared.resolve("run").toString();
    String[] train = {"train", "--run", run, "--data", text.toString(), "--preset", "test"};
    String[] more = {"--device", "cpu", "--steps", "30", "--context", "" + CONTEXT};
    assertEquals(0, Glass.run(join(train, more)).code());
  }

  @BeforeEach
  void paths() {
    prompts = folder.resolve("prompts.jsonl");
    output = folder.resolve("out.jsonl");
  }

  private static String[] join(String[] a, String... b) {
    List<String> all = new ArrayList<>(List.of(a));
    all.addAll(List.of(b));
    return all.toArray(String[]::new);
  }

  private static Glass.Result generate(String... options) {
    return Glass.run(join(new String[] {"generate", "--run", run, "--device", "cpu"}, options));
  }

  private Glass.Result batch(String... more) {
    String[] usual = {"--prompts", prompts.toString(), "--tokens", "6", "--batch", "4"};
    return generate(join(usual, more));
  }

  private Glass.Result toFile(String... more) {
    return batch(join(new String[] {"--output", output.toString()}, more));
  }

  private void write(int count) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    String lines =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"prompt\":\"%s\",\"id\":\"p%d\"}\n"
                        .formatted(
                            "to be or not to be, tha".substring(0, 1 + random.nextInt(23)), i))
            .collect(Collectors.joining());
    Files.writeString(prompts, lines);
  }

  @Test
  void theOutputHasOneObjectPerPrompt() throws IOException {
    Files.writeString(
        prompts,
        """
        {"prompt":"to be","id":"a","seed":9,"tokens":12}
        {"prompt":"QQQ","id":17}
        {"prompt":"%s"}
        {"prompt":"or","id":true,"tokens":0}
        {"id":1.50,"seed":"x"}
        """
            .formatted("to".repeat(CONTEXT)));
    Glass.Result result = batch();
    assertEquals(2, result.code());
    assertEquals(
        "glass generate: 3 of 5 prompts failed; the field error of a result states the reason\n",
        result.err());
    List<JsonObject> lines = result.out().lines().map(l -> Json.parseObject(l, "line")).toList();
    assertEquals("[0, 1, 2, 3, 4]", lines.stream().map(l -> l.get("index")).toList().toString());
    assertEquals(
        "[\"a\", 17, null, true, 1.50]", lines.stream().map(l -> l.get("id")).toList().toString());
    Set<String> good = Set.of("index", "id", "prompt", "text", "tokens", "finish");
    assertEquals(good, lines.get(0).keySet());
    assertEquals("length", lines.get(0).get("finish").getAsString());
    assertEquals(12, lines.get(0).get("tokens").getAsInt());
    assertEquals(Set.of("index", "id", "prompt", "error"), lines.get(1).keySet());
    assertTrue(lines.get(1).get("error").getAsString().contains("Q"));
    assertTrue(lines.get(2).get("error").getAsString().contains("context"));
    assertEquals("", lines.get(3).get("text").getAsString());
    assertTrue(lines.get(4).get("prompt").isJsonNull());
    String single = generate("--prompt", "to be", "--seed", "9", "--tokens", "12").out();
    assertEquals(single, "to be" + lines.get(0).get("text").getAsString() + "\n");

    Glass.Result file = toFile();
    assertEquals("", file.out());
    assertEquals(result.err(), file.err());
    assertEquals(result.out(), Files.readString(output));
    Glass.Result again = toFile(); // remembers failures
    assertEquals(2, again.code());
    assertTrue(again.err().contains("5 of 5 results already\n") && again.err().contains("3 of 5"));
    assertEquals(result.out(), Files.readString(output));
  }

  @Test
  void aTextFileHasOnePromptPerLine() throws IOException {
    prompts = Files.writeString(folder.resolve("p.txt"), "to be\n\nor not\n");
    Glass.Result result = batch("--stop", "o", "--logprobs");
    assertEquals(0, result.code(), result.err());
    List<JsonObject> lines = result.out().lines().map(l -> Json.parseObject(l, "line")).toList();
    assertEquals(
        "[\"to be\", \"\", \"or not\"]",
        lines.stream().map(l -> l.get("prompt")).toList().toString());
    for (JsonObject line : lines) {
      String text = line.get("text").getAsString();
      assertEquals(text.endsWith("o") ? "stop" : "length", line.get("finish").getAsString());
      JsonArray logprobs = line.get("logprobs").getAsJsonArray();
      assertEquals(line.get("tokens").getAsInt(), logprobs.size());
      assertEquals(5, logprobs.get(0).getAsJsonObject().get("top").getAsJsonArray().size());
    }
  }

  @Test
  void aFileCutAtRandomBytesIsContinued() throws IOException {
    write(100);
    assertEquals(0, toFile("--logprobs", "2").code());
    byte[] whole = Files.readAllBytes(output);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 8; i++) {
      int size = i == 0 ? whole.length - 1 : random.nextInt(whole.length);
      Files.write(output, Arrays.copyOf(whole, size));
      Glass.Result result = toFile("--logprobs", "2");
      assertEquals(0, result.code(), result.err());
      assertEquals(-1, Arrays.mismatch(whole, Files.readAllBytes(output)), "cut at " + size);
    }
  }

  @Test
  void otherResultsAreNotContinued() throws IOException {
    write(10);
    assertEquals(0, toFile().code());
    String before = Files.readString(output);
    for (String option : List.of("--seed=2", "--top-k=3", "--greedy", "--stop=x", "--logprobs")) {
      Glass.Result refused = toFile(option);
      assertEquals(2, refused.code(), option);
      assertEquals(1, refused.err().lines().count(), refused.err());
      String name = option.replaceAll("--|=.*", "").replaceAll("greedy|top-k", "sampling");
      assertTrue(refused.err().contains("setting: " + name + " was "), refused.err());
    }
    write(11);
    assertTrue(toFile().err().contains("setting: prompts was "));
    assertEquals(before, Files.readString(output));
    Glass.Result anew = toFile("--overwrite");
    assertEquals(0, anew.code(), anew.err());
    assertEquals(11, Files.readAllLines(output).size());
    assertTrue(Files.readString(output).startsWith(before));
  }

  @Test
  void alteredResultsAreRefused() throws IOException {
    write(3);
    assertEquals(0, toFile().code());
    List<String> lines = new ArrayList<>(Files.readAllLines(output));
    lines.add(lines.remove(0));
    Files.write(output, lines);
    Glass.Result refused = toFile();
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("line 1 is not the result of prompt 0"), refused.err());
    assertEquals(lines, Files.readAllLines(output));
  }

  @Test
  void thePromptsAreNeverReplaced() throws IOException {
    write(3);
    String before = Files.readString(prompts);
    output = prompts;
    assertTrue(toFile("--overwrite").err().contains("would replace the file of prompts"));
    prompts = Files.move(prompts, folder.resolve("o.state"));
    output = folder.resolve("o");
    assertTrue(toFile("--overwrite").err().contains("would replace the file of prompts"));
    assertEquals(before, Files.readString(prompts));
    assertFalse(Files.exists(output));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--prompts=p --prompt=x",
        "--prompts=p --beams=2",
        "--prompts=p --draft=ngram",
        "--prompts=p --no-cache",
        "--prompts=p --json",
        "--prompts=p --overwrite",
        "--prompts=missing",
        "--prompts=p --batch=0",
        "--prompts=p --logprobs=-1",
        "--output=o",
        "--batch=2",
        "--beams=2 --logprobs",
        "--logprobs=-1"
      })
  void oddOptionsAreRefused(String options) throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "to be\n");
    Glass.Result result = generate(options.replace("=p", "=" + file).split(" "));
    assertEquals(2, result.code(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--no-cache", "--draft=ngram"})
  void logprobsArePrintedInEightyColumns(String option) {
    List<String> options =
        new ArrayList<>(List.of("--prompt=to be", "--tokens=9", "--greedy", "--logprobs=7"));
    options.addAll(option.isEmpty() ? List.of() : List.of(option));
    List<String> lines = generate(options.toArray(String[]::new)).out().lines().toList();
    assertEquals("", lines.get(1));
    assertEquals("token logprob  most probable tokens", lines.get(2));
    assertEquals(3 + 2 * 9, lines.size()); // seven tokens take two lines
    assertTrue(lines.stream().allMatch(l -> l.length() <= 80));
    for (int i = 0; i < 9; i++) { // greedy: the chosen token is the most probable one
      String[] cells = lines.get(3 + 2 * i).split(" {2,}");
      assertEquals(cells[0].strip() + cells[1].strip(), cells[2].strip() + cells[3].strip());
    }
  }

  @Test
  void jsonHasTokensFinishAndLogprobs() {
    String[] options = {"--prompt=to be", "--tokens=4", "--greedy", "--json", "--logprobs", "0"};
    JsonObject json = Json.parseObject(generate(options).out().strip(), "output");
    assertEquals(Set.of("prompt", "text", "tokens", "finish", "logprobs"), json.keySet());
    StringBuilder joined = new StringBuilder();
    for (var position : json.get("logprobs").getAsJsonArray()) {
      joined.append(position.getAsJsonObject().get("token").getAsString());
      assertTrue(position.getAsJsonObject().get("logprob").getAsDouble() <= 0);
    }
    assertEquals(json.get("text").getAsString(), joined.toString());
  }

  @Tag("slow")
  @Test
  void aKilledProcessIsContinued() throws Exception {
    write(1000);
    assertEquals(0, Glass.start(folder.resolve("log"), command()).waitFor());
    Path whole = Files.move(output, folder.resolve("whole"));
    Files.delete(folder.resolve("out.jsonl.state"));
    SplittableRandom random = new SplittableRandom(1);
    int kills = 0;
    for (boolean done = false; !done; ) {
      Process process = Glass.start(folder.resolve("log"), command());
      long size =
          (Files.exists(output) ? Files.size(output) : 0) + random.nextLong(Files.size(whole) / 3);
      while (process.isAlive() && (Files.notExists(output) || Files.size(output) <= size)) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      process.destroyForcibly(); // SIGKILL
      done = process.waitFor() == 0;
      kills += done ? 0 : 1;
    }
    assertTrue(kills >= 3, "kills: " + kills);
    assertEquals(-1, Files.mismatch(whole, output));
  }

  private List<String> command() {
    return Glass.command(
        "generate",
        "--run",
        run,
        "--device",
        "cpu",
        "--prompts",
        prompts.toString(),
        "--output",
        output.toString(),
        "--tokens",
        "9",
        "--logprobs");
  }
}

package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of {@code --data}, and runs that start from other runs. */
class TrainDataTest {
  @TempDir Path folder;
  private String text;

  @BeforeEach
  void text() throws IOException {
    text = write("a.txt", "to be or not to be 你好\n".repeat(60));
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private String run(String name) {
    return folder.resolve(name).toString();
  }

  private Glass.Result glass(int code, String... args) {
    Glass.Result result = Glass.run(args);
    assertEquals(code, result.code(), result.toString());
    return result;
  }

  private Glass.Result train(int code, String run, String... more) {
    List<String> all = new ArrayList<>(List.of("train", "--run", run(run), "--device", "cpu"));
    if (!List.of(more).contains("--steps")) {
      all.addAll(List.of("--steps", "4", "--eval-every", "2"));
    }
    all.addAll(List.of(more));
    return glass(code, all.toArray(String[]::new));
  }

  private double loss(String... more) {
    List<String> all = new ArrayList<>(List.of("eval", "--device", "cpu", "--json"));
    all.addAll(List.of(more));
    String line = glass(0, all.toArray(String[]::new)).out();
    return Json.parseObject(line, "eval").get("loss").getAsDouble();
  }

  @Test
  void aTokenFileTrainsLikeItsText() {
    String tokenizer = run("t.json"), tokens = run("a.tok"), train = run("text/data/train.tok");
    glass(0, "tokenizer", "train", "--data", text, "--vocab", "300", "--out", tokenizer);
    glass(0, "tokenizer", "encode", "--tokenizer", tokenizer, "--input", text, "--out", tokens);
    String[] options = {"--preset", "test", "--tokenizer", tokenizer, "--context", "16"};
    train(0, "text", concat(options, "--data", text));
    Glass.Result result = train(0, "tokens", concat(options, "--data", tokens));
    assertTrue(result.err().contains("Training on " + tokens + " ("), result.err());
    assertTrue(Files.exists(Path.of(train)));
    assertEquals(loss("--run", run("tokens")), loss("--run", run("tokens"), "--stride", "16"));
    loss("--run", run("tokens"), "--data", tokens);
    assertEquals(
        loss("--run", run("text"), "--data", text), loss("--run", run("text"), "--data", tokens));
  }

  private static String[] concat(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aTokenFileWithAnotherTokenizerIsRefused() throws IOException {
    String tokenizer = run("t.json"), small = run("s.json"), tokens = run("a.tok");
    glass(0, "tokenizer", "train", "--data", text, "--vocab", "300", "--out", tokenizer);
    String few = write("few.txt", "ab");
    glass(0, "tokenizer", "train", "--data", few, "--type", "char", "--out", small);
    glass(0, "tokenizer", "encode", "--tokenizer", tokenizer, "--input", text, "--out", tokens);
    String[] data = {"--preset", "test", "--data", tokens};
    Glass.Result wrong = train(2, "run", concat(data, "--tokenizer", small));
    assertTrue(wrong.err().contains("must be from 0 to 1"), wrong.err());
    assertEquals(1, wrong.err().strip().lines().count(), wrong.err());
    Glass.Result none = train(2, "run", data);
    assertTrue(none.err().contains("must be the tokenizer.json that encoded the file"), none.err());
    assertFalse(Files.exists(folder.resolve("run/run.json")));
  }

  @Test
  void documentsOfJsonLinesEndInTheEndToken() throws IOException {
    String lines = write("a.jsonl", "{\"text\":\"to be or not to be\"}\n".repeat(80));
    Glass.Result result =
        train(
            0,
            "lines",
            "--preset",
            "test",
            "--data",
            lines,
            "--tokenizer",
            "bpe",
            "--vocab",
            "270",
            "--context",
            "8",
            "--steps",
            "200",
            "--eval-every",
            "200");
    assertFalse(result.err().contains("tales"), result.err());
    String[] generate = {"generate", "--run", run("lines"), "--greedy", "--device", "cpu"};
    assertEquals("to be or not to be\n", glass(0, generate).out().replace("\r", ""));
  }

  @Test
  void aRunStartsFromAnother() throws IOException {
    train(0, "parent", "--preset", "test", "--data", text);
    String child = write("b.txt", "not to be\n".repeat(80));
    train(0, "child", "--from", run("parent"), "--data", child, "--lr", "1e-3", "--dropout", "0.1");
    assertTrue(Files.readString(folder.resolve("child/run.json")).contains(run("parent")));
    Glass.Result other = train(2, "c", "--from", run("parent"), "--data", child, "--layers", "3");
    assertTrue(
        other.err().contains("illegal n_layer: 3, must be 2 as in the parent run"), other.err());
    String preset =
        train(2, "c", "--from", run("parent"), "--data", child, "--preset", "tales").err();
    assertTrue(preset.contains("--preset tales differs"), preset);
    glass(0, "train", "--resume", "--run", run("child"), "--from", run("parent"));
    assertTrue(
        glass(2, "train", "--resume", "--run", run("child"), "--from", run("x"))
            .err()
            .contains("--from"));
  }
}

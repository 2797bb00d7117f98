package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.text.examples.Example;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.ReadOptions;
import org.glassllm.text.tales.Tales;
import org.glassllm.text.tasks.Part;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.TaskSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The subcommands of {@code glass data}, called without the main program. */
class DataCommandTest {
  @TempDir private Path folder;

  private static String run(Object... args) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new DataCommand());
    line.setOut(new PrintWriter(out));
    line.setExecutionExceptionHandler(
        (e, command, result) -> {
          throw e;
        });
    String[] strings = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      strings[i] = args[i].toString();
    }
    int code = line.execute(strings);
    assertEquals(0, code);
    return out.toString();
  }

  private static String failure(Object... args) {
    CommandLine line = new CommandLine(new DataCommand());
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));
    Exception[] thrown = new Exception[1];
    line.setExecutionExceptionHandler(
        (e, command, result) -> {
          thrown[0] = e;
          return 2;
        });
    String[] strings = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      strings[i] = args[i].toString();
    }
    assertEquals(2, line.execute(strings));
    assertTrue(thrown[0] == null || thrown[0] instanceof InputException, "" + thrown[0]);
    return thrown[0] == null ? err.toString() : thrown[0].getMessage();
  }

  private static JsonObject json(String line) {
    assertEquals(1, line.lines().count(), line);
    return Json.parseObject(line, "stdout");
  }

  @Test
  void talesGoToStandardOutput() {
    assertEquals(Tales.generateBytes(4, 3000), run("tales", "--bytes", 3000, "--seed", 4));
  }

  @Test
  void talesGoToAFileAndNumbersToStandardOutput() throws IOException {
    Path file = folder.resolve("tales.txt");
    JsonObject numbers = json(run("tales", "--bytes", 3000, "--seed", 4, "--out", file, "--json"));
    assertEquals(Tales.generateBytes(4, 3000), Files.readString(file));
    assertEquals(Hash.sha256(file), numbers.get("sha256").getAsString());
    assertEquals(Files.size(file), numbers.get("bytes").getAsLong());
    assertEquals(0.1357, numbers.get("floor_nats_per_character").getAsDouble(), 0.0005);
    assertTrue(run("tales", "--bytes", 3000, "--out", file).contains("nats per character"));
  }

  @Test
  void checkReportsTheShares() throws IOException {
    Path file = folder.resolve("tales.txt");
    String tales = String.join("", Tales.generate(1, 9));
    Files.writeString(file, tales + "Tom and Mia lived happily.\n\n");
    JsonObject numbers = json(run("check", "--data", file, "--json"));
    assertEquals(10, numbers.get("tales").getAsInt());
    assertEquals(0.9, numbers.get("parsing_share").getAsDouble(), 1e-12);
    assertEquals(0.9, numbers.get("consistent_share").getAsDouble(), 1e-12);
    assertTrue(run("check", "--data", file).contains("90.0 %"));
    Files.writeString(file, tales);
    assertTrue(json(run("check", "--data", file, "--json")).has("nats_per_character"));
  }

  @Test
  void tasksGoToFilesOfBothParts() throws IOException {
    Path out = folder.resolve("tasks");
    JsonObject result =
        json(run("tasks", "--out", out, "--examples", 90, "--preferences", "--json"));
    assertEquals(4, result.getAsJsonArray("files").size());
    assertEquals(0.9, result.get("best_accuracy").getAsDouble(), 1e-12);
    double measured = result.get("best_accuracy_heldout").getAsDouble();
    assertEquals(Math.round(9 * measured) / 9.0, measured, 1e-12, "9 held-out pairs without ties");
    List<Example> train = new ArrayList<>(), heldOut = new ArrayList<>();
    ReadOptions strict = new ReadOptions(true, 1_000_000);
    ExampleReader.examples(out.resolve("instructions-train.jsonl"), strict, train::add);
    ExampleReader.examples(out.resolve("instructions-heldout.jsonl"), strict, heldOut::add);
    assertEquals(List.of(90, 9), List.of(train.size(), heldOut.size()));
    TaskSource source = new TaskSource(Skills.all(), Part.HELD_OUT, 1);
    assertEquals(source.task(4).example(), heldOut.get(4));
    Path pairs = out.resolve("preferences-train.jsonl");
    assertTrue(run("examples", "--data", pairs, "--preferences").startsWith("90 rows: 90 kept"));
    String sum = Hash.sha256(pairs);
    assertTrue(run("tasks", "--out", out, "--examples", 90, "--preferences").contains("0.900"));
    assertEquals(sum, Hash.sha256(pairs));
  }

  @Test
  void theSampleOfTheProjectIsReproduced() throws IOException {
    run("tasks", "--out", folder, "--examples", 180, "--heldout", 45, "--preferences");
    String catalog = Files.readString(Path.of("data/README.md"));
    for (String data : List.of("instructions", "preferences")) {
      for (String part : List.of("train", "heldout")) {
        String name = data + "-" + part + ".jsonl";
        Path sample = Path.of("data/tasks", name);
        assertEquals(-1, Files.mismatch(sample, folder.resolve(name)), name);
        assertTrue(catalog.contains(Hash.sha256(sample)), name);
      }
    }
  }

  @Test
  void tasksOfChosenSkillsAreWritten() throws IOException {
    run("tasks", "--out", folder, "--examples", 6, "--skills", "add,sort", "--digits", 1);
    List<String> lines = Files.readAllLines(folder.resolve("instructions-train.jsonl"));
    assertTrue(lines.get(0).matches(".*\"input\":\"[0-9] \\+ [0-9]\".*"), lines.get(0));
    assertTrue(lines.get(1).matches(".*\"input\":\"[a-j]( [a-j])+\".*"), lines.get(1));
    assertFalse(Files.exists(folder.resolve("preferences-train.jsonl")));
  }

  @Test
  void examplesReportsSkippedRows() throws IOException {
    String row = "{\"instruction\": \"x\", \"output\": \"y\"}\n";
    Path file = Files.writeString(folder.resolve("rows.jsonl"), row + "{}\n" + row);
    String text = run("examples", "--data", file);
    assertTrue(text.startsWith("3 rows: 2 kept, 1 skipped, 0 truncated\n"), text);
    assertTrue(text.contains("rows.jsonl line 2 has none of the fields"), text);
    assertTrue(failure("examples", "--data", file, "--strict").contains("rows.jsonl line 2"));
    assertEquals(1, json(run("examples", "--data", file, "--json")).get("skipped").getAsInt());
  }

  @Test
  void statsCountAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "one two two\n");
    JsonObject numbers = json(run("stats", "--data", file, "--json"));
    assertEquals(12, numbers.get("characters").getAsInt());
    JsonObject first = numbers.getAsJsonArray("common_words").get(0).getAsJsonObject();
    assertEquals("two", first.get("word").getAsString());
    assertEquals(2, first.get("count").getAsInt());
    assertTrue(run("stats", "--data", file, "--words", 1).contains("two"));
  }

  @Test
  void listNamesEveryCorpus() {
    assertTrue(run("list").contains("tinyshakespeare"));
    assertTrue(run("list", "--json").startsWith("[{\"name\":\"tinyshakespeare\""));
  }

  @Test
  void badInputsAreReportedInOneLine() throws IOException {
    assertTrue(failure("tales", "--bytes", 5).contains("--bytes: 5"));
    assertTrue(failure("tales", "--json").contains("--out"));
    assertTrue(failure("tales", "--out", folder).contains("cannot write"));
    assertTrue(failure("tasks", "--out", folder, "--skills", "sing").contains("\"sing\""));
    assertTrue(failure("tasks", "--out", folder, "--flipped", 0.7).contains("--flipped: 0.7"));
    assertTrue(failure("tasks", "--out", folder, "--digits", 4).contains("--digits: 4"));
    assertTrue(failure("tasks").contains("--out"));
    assertTrue(failure("fetch", "nothing").contains("no corpus named \"nothing\""));
    assertTrue(failure("stats", "--data", folder.resolve("x")).contains("no such file"));
    assertTrue(failure("check", "--data", folder).contains("no text in"));
    Path binary = Files.write(folder.resolve("b"), new byte[] {1, (byte) 0xFE});
    assertTrue(failure("stats", "--data", binary).contains("offset 1"));
    assertTrue(failure("stats", "--data", binary, "--words", 0).contains("--words"));
    assertTrue(failure().contains("subcommand"));
  }

  @Test
  void progressWithoutATerminalIsPlainLines() {
    StringWriter err = new StringWriter();
    try (TaskProgress progress = new TaskProgress(new PrintWriter(err), false)) {
      progress.megabytes("x", 0, 2_000_000);
      progress.megabytes("x", 1_000_000, 2_000_000);
      progress.megabytes("x", 2_000_000, 2_000_000);
    }
    assertEquals("x: 0.0 of 2.0 MB\nx: 2.0 of 2.0 MB\n", err.toString().replace("\r", ""));
    assertFalse(err.toString().contains("\u001b"));
  }
}

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
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.text.tales.Tales;
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

package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.glassllm.cli.Main;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random command lines exit with 0 or 2, with one line about an error, and with strict JSON. {@code
 * -Dglass.commands=N} sets the number of the long form.
 */
class CommandLineFuzzTest {
  private static final int COMMANDS = Integer.getInteger("glass.commands", 3000);
  private static final int SHORT = Integer.getInteger("glass.commands.short", 150);
  private static final long HANG_MS = 20_000;
  private static final int SHOWN = 500;
  @TempDir Path folder;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, String> wrong = new TreeMap<>();

  @Test
  void randomCommandLinesGiveResultsOrOneLine() throws Exception {
    fuzz(SHORT, 1);
  }

  @Tag("slow")
  @Test
  void thousandsOfCommandLinesGiveResultsOrOneLine() throws Exception {
    fuzz(COMMANDS, 2);
  }

  private void fuzz(int number, long seed) throws Exception {
    RandomCommands commands = new RandomCommands(folder);
    InputStream in = System.in;
    byte[] typed = "the cat\n[1, 2]\n".getBytes(StandardCharsets.UTF_8);
    long slowest = 0;
    String slow = "";
    try {
      for (int i = 0; i < number; i++) {
        List<String> arguments =
            commands.next(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + i));
        System.setIn(new ByteArrayInputStream(typed));
        long began = System.nanoTime();
        String problem = problem(arguments);
        long ms = (System.nanoTime() - began) / 1_000_000;
        if (problem == null && ms > HANG_MS) {
          problem = "takes " + ms + " ms";
        }
        if (ms > slowest) {
          slowest = ms;
          slow = arguments.toString();
        }
        if (problem != null) {
          note(problem, "input " + i + " " + shown(arguments));
        }
        commands.inputs().clear();
      }
    } finally {
      System.setIn(in);
    }
    System.err.println("command lines: " + counts + ", slowest " + slowest + " ms: " + slow);
    assertEquals(Map.of(), wrong);
  }

  private void note(String problem, String example) {
    String kind = problem.replaceAll("[0-9]+", "N").replaceAll("/[^ ]*|\\p{Cntrl}", "…");
    kind =
        kind.substring(0, Math.min(kind.matches("(control|a message).*") ? 30 : 80, kind.length()));
    wrong.putIfAbsent(kind, example + ": " + shown(List.of(problem)));
    counts.merge("wrong", 1, Integer::sum);
  }

  /** Returns a text without control characters, each value cut. */
  private static String shown(List<String> arguments) {
    return arguments.stream()
        .map(a -> a.substring(0, Math.min(160, a.length())).replaceAll("\\p{Cntrl}", "?"))
        .toList()
        .toString();
  }

  /** Runs a command line; returns what is wrong, or null. */
  private String problem(List<String> arguments) throws IOException {
    StringWriter out = new StringWriter(), err = new StringWriter();
    int code;
    try {
      code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    } catch (Throwable e) {
      return "throws " + e;
    }
    counts.merge("exit " + code, 1, Integer::sum);
    List<String> lines =
        Arrays.stream(err.toString().split("\n")).filter(l -> l.startsWith("glass")).toList();
    String message = lines.isEmpty() ? "" : lines.get(0);
    boolean help = arguments.contains("--help") || arguments.contains("--version");
    if (code != 0 && code != 2) {
      return "exit " + code + ": " + message;
    }
    if (lines.size() != (code == 0 ? 0 : 1)) {
      return "exit " + code + " with " + lines.size() + " error lines: " + message;
    }
    if (message.chars().anyMatch(Character::isISOControl)) {
      return "control characters in the message: " + message;
    }
    if (message.length() > SHOWN) {
      return "a message of " + message.length() + " characters: " + message;
    }
    return arguments.contains("--json") && !help ? jsonProblem(code, out.toString()) : null;
  }

  private static String jsonProblem(int code, String out) {
    if (code != 0) {
      return out.isEmpty() ? null : "prints \"" + out + "\" before it fails";
    }
    List<String> lines = new ArrayList<>(out.lines().toList());
    try {
      for (String line : lines) {
        StrictJson.read(line);
      }
      return lines.isEmpty() ? "prints no JSON" : null;
    } catch (StrictJson.Wrong e) {
      return "prints no strict JSON, " + e.getMessage() + ": " + out;
    }
  }
}

package org.glassllm.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.glassllm.base.Json;
import org.glassllm.lessons.Lesson;
import org.glassllm.lessons.Lessons;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs every notebook in the JDK's JShell, without Jupyter. */
class NotebooksTest {
  private static final Path FOLDER = Path.of("notebooks");
  private static final String SETUP =
      "%classpath ../target/classes\n%classpath ../target/glass/lib/*.jar";

  /** A laboratory also checks exercises by their contracts. */
  private static final String LABORATORY =
      SETUP + "\n%classpath ../target/test-classes\n%classpath ../target/glass/test-lib/*.jar";

  private static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  private static List<JsonObject> codeCells(Path notebook) {
    List<JsonObject> cells = new ArrayList<>();
    for (JsonElement cell : Json.readObject(notebook).getAsJsonArray("cells")) {
      if ("code".equals(cell.getAsJsonObject().get("cell_type").getAsString())) {
        cells.add(cell.getAsJsonObject());
      }
    }
    return cells;
  }

  private static String source(JsonObject cell) {
    StringBuilder text = new StringBuilder();
    cell.getAsJsonArray("source").forEach(line -> text.append(line.getAsString()));
    return text.toString();
  }

  @Test
  void everyLessonHasANotebookWithoutOutputs() throws IOException {
    List<String> names = notebooks().stream().map(p -> p.getFileName().toString()).toList();
    assertEquals(Lessons.ALL.stream().map(Lesson::folder).map(f -> f + ".ipynb").toList(), names);
    for (Path notebook : notebooks()) {
      List<JsonObject> cells = codeCells(notebook);
      String setup = source(cells.get(0));
      assertTrue(setup.equals(SETUP) || setup.equals(LABORATORY), notebook.toString());
      StringBuilder all = new StringBuilder();
      for (JsonObject cell : cells) {
        assertTrue(cell.getAsJsonArray("outputs").isEmpty(), notebook + " has outputs");
        assertTrue(cell.get("execution_count").isJsonNull(), notebook + " has counts");
        all.append(source(cell)).append('\n');
      }
      assertTrue(all.indexOf("Table.create(") > 0, notebook + " has no table");
      assertTrue(
          all.indexOf("HeatMaps.") > 0 || all.indexOf("Charts.") > 0, notebook + " has no picture");
      assertTrue(all.indexOf("throw new AssertionError") > 0, notebook + " asserts nothing");
    }
  }

  @TestFactory
  Stream<DynamicTest> everyNotebookRuns() throws IOException {
    return notebooks().stream().map(n -> dynamicTest(n.getFileName().toString(), () -> run(n)));
  }

  private static void run(Path notebook) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    try (JShell shell = JShell.builder().executionEngine("local").out(out).err(out).build()) {
      for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
        shell.addToClasspath(part);
      }
      for (String name : List.of("java.util.*", "java.io.*", "java.nio.file.*")) {
        shell.eval("import " + name + ";");
      }
      int number = 0;
      for (JsonObject cell : codeCells(notebook)) {
        number++;
        String code = source(cell);
        if (!code.startsWith(SETUP)) {
          evaluate(shell, code, notebook + ", code cell " + number);
        }
      }
    }
  }

  private static void evaluate(JShell shell, String code, String where) {
    String rest = code;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
        return;
      }
      assertTrue(next.completeness().isComplete(), where + " is incomplete: " + rest);
      for (SnippetEvent event : shell.eval(next.source())) {
        if (event.exception() != null) {
          throw new AssertionError(where + ": " + next.source(), event.exception());
        }
        assertTrue(
            event.status() != Snippet.Status.REJECTED,
            () ->
                where
                    + ": "
                    + next.source()
                    + ": "
                    + shell
                        .diagnostics(event.snippet())
                        .map(d -> d.getMessage(Locale.ROOT))
                        .toList());
      }
      rest = next.remaining();
    }
  }
}

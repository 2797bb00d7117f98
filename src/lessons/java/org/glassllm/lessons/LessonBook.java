package org.glassllm.lessons;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;
import org.glassllm.picture.Charts;

/** The files of a lesson: the page with its excerpts and output, pictures, expected numbers. */
public final class LessonBook {
  private static final Pattern EXCERPT =
      Pattern.compile("<!-- excerpt: (\\S+) \\| (.+?) -->\n```java\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern OUTPUT =
      Pattern.compile("<!-- output -->\n```text\n(.*?)```\n", Pattern.DOTALL);

  private LessonBook() {}

  /**
   * An expected number of an experiment.
   *
   * @param value the number
   * @param tolerance largest accepted difference
   */
  public record Expected(double value, double tolerance) {}

  /** Returns the lesson's page. */
  public static Path readme(Path root, Lesson lesson) {
    return root.resolve("lessons").resolve(lesson.folder()).resolve("README.md");
  }

  /** Returns the expected numbers by name, from {@code expected.json} beside the page. */
  public static Map<String, Expected> expected(Path root, Lesson lesson) {
    Path file = readme(root, lesson).resolveSibling("expected.json");
    Map<String, Expected> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> e : Json.readObject(file).entrySet()) {
      JsonObject o = e.getValue().getAsJsonObject();
      all.put(
          e.getKey(), new Expected(o.get("value").getAsDouble(), o.get("tolerance").getAsDouble()));
    }
    return all;
  }

  /** Returns one line per number; it starts with NOT if the number is outside its tolerance. */
  public static List<String> compare(Map<String, Expected> expected, Map<String, Double> actual) {
    List<String> lines = new ArrayList<>();
    expected.forEach(
        (name, e) -> {
          Double value = actual.get(name);
          boolean well = value != null && Math.abs(value - e.value()) <= e.tolerance();
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s  %-34s %14s   expected %.6g ± %.3g",
                  well ? "ok " : "NOT",
                  name,
                  value == null ? "missing" : String.format(Locale.ROOT, "%.6g", value),
                  e.value(),
                  e.tolerance()));
        });
    return lines;
  }

  /** Redraws the pictures of a lesson and updates the excerpts and the output of its page. */
  public static void refresh(Path root, Lesson lesson, Report report) {
    Path readme = readme(root, lesson);
    for (Map.Entry<String, BufferedImage> e : lesson.pictures().entrySet()) {
      Charts.writePng(e.getValue(), readme.resolveSibling(e.getKey()));
    }
    lesson.drawings().forEach((name, svg) -> SafeFiles.replace(readme.resolveSibling(name), svg));
    String text = withExcerpts(root, SafeFiles.readText(readme));
    SafeFiles.replace(
        readme,
        OUTPUT
            .matcher(text)
            .replaceAll(
                Matcher.quoteReplacement("<!-- output -->\n```text\n" + report.text() + "```\n")));
  }

  /** Returns the output block of a page. */
  public static String output(String readme) {
    Matcher m = OUTPUT.matcher(readme);
    if (!m.find()) {
      throw new InputException("the lesson's page has no output block");
    }
    return m.group(1);
  }

  /** Returns a page with its excerpts replaced by the current sources. */
  public static String withExcerpts(Path root, String readme) {
    return EXCERPT
        .matcher(readme)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    "<!-- excerpt: "
                        + m.group(1)
                        + " | "
                        + m.group(2)
                        + " -->\n```java\n"
                        + excerpt(root.resolve(m.group(1)), m.group(2))
                        + "```\n"));
  }

  /** Returns the lines of a source from the line that contains a text to its closing brace. */
  static String excerpt(Path source, String start) {
    String text = SafeFiles.readText(source).replace("\r", "");
    int found = text.indexOf(start);
    if (found < 0) {
      throw new InputException(source + " does not contain: " + start);
    }
    int at = text.lastIndexOf('\n', found) + 1;
    int depth = 0;
    boolean opened = false;
    StringBuilder lines = new StringBuilder();
    for (String line : text.substring(at).split("\n")) {
      lines.append(line).append('\n');
      for (char c : line.toCharArray()) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        opened |= c == '{';
      }
      if (opened && depth == 0) {
        break;
      }
    }
    return lines.toString().stripIndent();
  }
}

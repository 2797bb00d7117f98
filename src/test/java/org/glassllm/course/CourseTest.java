package org.glassllm.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.cli.Main;
import org.glassllm.exercises.Catalog;
import org.glassllm.lessons.Lesson;
import org.glassllm.lessons.LessonBook;
import org.glassllm.lessons.LessonBook.Expected;
import org.glassllm.lessons.Lessons;
import org.glassllm.lessons.Report;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The lessons are true: their code is in the sources, and their numbers are measured. */
class CourseTest {
  private static final Path ROOT = Path.of("");
  private static final int BAD_INPUT = 2;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(#[^)]*)?\\)");

  /** A formula between single dollars with a backslash before a character that is no letter. */
  private static final Pattern FRAGILE =
      Pattern.compile("(?<![$`])\\$(?![`$\\s])[^$`]*\\\\[^A-Za-z$][^$`]*\\$");

  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?(e-?\\d+)?");

  /** The lessons from 10 on have another form: a worked example stands before the formulas. */
  private static final int NEW_FORM = 10;

  private static final List<String> NEW_HEADINGS =
      List.of(
          "Goals",
          "Question",
          "Worked example",
          "Concept diagram",
          "Formulas",
          "Shapes",
          "Code",
          "Experiment",
          "Common mistakes",
          "Exercises",
          "Quiz",
          "Which models use what",
          "Sources");

  private static final List<String> HEADINGS =
      List.of(
          "Why",
          "Intuition",
          "Formulas",
          "Code",
          "Picture",
          "Experiment",
          "Common mistakes",
          "Exercises",
          "Quiz",
          "Sources");

  @TestFactory
  Stream<DynamicTest> everyExperimentGivesItsExpectedNumbers() {
    return Lessons.ALL.stream().map(l -> dynamicTest(l.folder(), () -> experiment(l)));
  }

  private static void experiment(Lesson lesson) {
    Report report = lesson.run();
    Map<String, Expected> expected = LessonBook.expected(ROOT, lesson);
    assertEquals(expected.keySet(), report.values().keySet());
    List<String> lines = LessonBook.compare(expected, report.values());
    assertTrue(lines.stream().noneMatch(l -> l.startsWith("NOT")), String.join("\n", lines));
    expected.forEach((name, e) -> wrongExpectationsAreFound(expected, name, e, report));
    sameUpToNumbers(
        withoutSamples(LessonBook.output(read(LessonBook.readme(ROOT, lesson)))),
        withoutSamples(report.text()),
        lesson.folder());
  }

  private static void wrongExpectationsAreFound(
      Map<String, Expected> expected, String name, Expected e, Report report) {
    for (double sign : new double[] {-1, 1}) {
      Map<String, Expected> perturbed = new LinkedHashMap<>(expected);
      double off = e.value() + sign * (2.5 * e.tolerance() + 1e-9);
      perturbed.put(name, new Expected(off, e.tolerance()));
      assertEquals(
          1,
          LessonBook.compare(perturbed, report.values()).stream()
              .filter(l -> l.startsWith("NOT"))
              .count(),
          name);
    }
  }

  /** Compares two texts: the words exactly, the numbers with a tolerance between machines. */
  private static void sameUpToNumbers(String shown, String now, String where) {
    assertEquals(words(shown), words(now), where + ": glass lesson NN --refresh");
    Matcher a = NUMBER.matcher(shown);
    Matcher b = NUMBER.matcher(now);
    while (a.find() && b.find()) {
      double x = Double.parseDouble(a.group().replace(",", ""));
      double y = Double.parseDouble(b.group().replace(",", ""));
      boolean count = !a.group().contains(".") && Math.abs(x) >= 10_000; // parameters, operations
      assertTrue(
          Math.abs(x - y) <= (count ? 0 : 0.02 + 0.15 * Math.abs(x)),
          where + ": the lesson shows " + x + ", the experiment gives " + y);
    }
  }

  /** Removes sampled text, since rounding on another machine can change any character. */
  private static String withoutSamples(String text) {
    return text.replaceAll("(?m)^" + Pattern.quote(Report.SAMPLE) + ".*", Report.SAMPLE);
  }

  private static String words(String text) {
    return NUMBER.matcher(text).replaceAll("#").replaceAll(" +", " ");
  }

  @Test
  void excerptsAreTheSources() {
    for (Lesson lesson : Lessons.ALL) {
      String text = read(LessonBook.readme(ROOT, lesson));
      assertTrue(text.contains("<!-- excerpt: "), lesson.folder());
      assertEquals(
          LessonBook.withExcerpts(ROOT, text), text, lesson.folder() + ": glass lesson --refresh");
    }
  }

  @Test
  void everyLessonHasItsPartsAndPictures() {
    for (Lesson lesson : Lessons.ALL) {
      String text = read(LessonBook.readme(ROOT, lesson));
      int at = 0;
      for (String heading : lesson.number() < NEW_FORM ? HEADINGS : NEW_HEADINGS) {
        int found = text.indexOf("\n## " + heading + "\n");
        assertTrue(found > at, lesson.folder() + ", missing or out of order: " + heading);
        at = found;
      }
      assertTrue(text.contains("<details><summary>Answer</summary>"), lesson.folder());
      Path folder = LessonBook.readme(ROOT, lesson).getParent();
      List<String> pictures = new ArrayList<>(lesson.drawings().keySet());
      pictures.addAll(lesson.pictures().keySet());
      for (String picture : pictures) {
        assertTrue(Files.exists(folder.resolve(picture)), lesson.folder() + "/" + picture);
        assertTrue(text.contains("](" + picture + ")"), lesson.folder() + "/" + picture);
      }
    }
  }

  @Test
  void drawingsAreWhatTheCodeDraws() {
    for (Lesson lesson : Lessons.ALL) {
      Path folder = LessonBook.readme(ROOT, lesson).getParent();
      lesson.drawings().forEach((name, svg) -> assertEquals(svg, read(folder.resolve(name))));
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : pages()) {
      Matcher m = LINK.matcher(read(file));
      while (m.find()) {
        String target = m.group(1);
        if (target.startsWith("http")) {
          continue;
        }
        Path there = target.isEmpty() ? file : file.resolveSibling(target);
        String anchor = m.group(2);
        boolean heading = anchor != null && there.toString().endsWith(".md");
        if (!Files.exists(there) || heading && !anchors(there).contains(anchor.substring(1))) {
          broken.add(file + ": " + m.group());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  /** Returns the anchors that GitHub gives to a page's headings. */
  private static Set<String> anchors(Path page) {
    return read(page)
        .replaceAll("(?sm)^```.*?^```", "")
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** Returns the README and all pages of lessons, notebooks and data. */
  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
    for (String top : List.of("lessons", "notebooks", "data")) {
      try (Stream<Path> files = Files.walk(Path.of(top))) {
        files.filter(f -> f.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  /**
   * GitHub renders Markdown before formulas, and Markdown removes the first backslash of \\\\ and
   * \\,. Only ```math and $`…`$ are safe.
   */
  @Test
  void formulasSurviveMarkdown() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : pages()) {
      boolean code = false;
      for (String line : read(file).lines().toList()) {
        code ^= line.startsWith("```");
        if (!code && (line.contains("$$") || FRAGILE.matcher(line).find())) {
          broken.add(file + ": " + line);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static String read(Path file) {
    return org.glassllm.base.SafeFiles.readText(file);
  }

  private record Ran(int code, String out, String err) {}

  private static Ran glass(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  @Test
  void commandsListCheckHintVerifyAndRun() {
    Ran hint = glass("exercise", "hint", "03");
    assertEquals(0, hint.code(), hint.err());
    assertTrue(hint.out().contains("CausalMask"));
    Ran list = glass("exercise", "list");
    assertEquals(0, list.code(), list.err());
    assertTrue(list.out().contains(" of " + Catalog.ALL.size() + " done"), list.out());
    Ran one = glass("exercise", "hint", "03", "causalmask");
    assertTrue(one.out().startsWith("CausalMask: "), one.out() + one.err());
    assertEquals(1, one.out().lines().filter(line -> !line.startsWith(" ")).count(), one.out());
    Ran check = glass("exercise", "check", "03");
    assertTrue(check.out().contains("CausalMask: "), check.out() + check.err());
    Ran verify = glass("verify", "09");
    assertEquals(0, verify.code(), verify.err());
    assertFalse(verify.out().contains("NOT"));
    Ran lesson = glass("lesson", "3");
    assertEquals(0, lesson.code(), lesson.err());
    assertTrue(lesson.out().contains("Lesson 03: Self-attention"));
  }

  /** Runs in a copy of the project folder with one changed expected number. */
  @Test
  void verifyMarksAWrongNumber(@TempDir Path folder) throws IOException {
    Lesson lesson = Lessons.number(1);
    Path readme = Path.of("lessons", lesson.folder(), "README.md");
    Path expected = folder.resolve(readme).resolveSibling("expected.json");
    Files.createDirectories(expected.getParent());
    String numbers = Files.readString(readme.resolveSibling("expected.json"));
    Files.writeString(expected, numbers.replaceFirst("\"value\": ", "\"value\": 1"));
    StringWriter out = new StringWriter();
    VerifyCommand verify = new VerifyCommand();
    verify.setProject(folder);
    CommandLine command = new CommandLine(verify).setOut(new PrintWriter(out, true));
    command.setExecutionExceptionHandler((e, line, parsed) -> BAD_INPUT);
    assertEquals(BAD_INPUT, command.execute("1"), out.toString());
    assertEquals(1, out.toString().lines().filter(line -> line.startsWith("NOT")).count());
  }

  @Test
  void anEndlessLoopIsStopped() {
    AtomicBoolean ended = new AtomicBoolean();
    List<Throwable> failures =
        ExerciseCommand.inTime(
            () -> {
              while (!ended.get()) {
                Thread.onSpinWait();
              }
              return List.of();
            },
            Duration.ofMillis(200));
    ended.set(true);
    assertEquals(1, failures.size());
    assertTrue(failures.get(0).getMessage().contains("after 200 ms: does a loop never end"));
    assertEquals(List.of(), ExerciseCommand.inTime(List::of, Duration.ofMinutes(1)));
  }

  @Test
  void wrongArgumentsGetOneLine() {
    for (String[] wrong :
        List.of(
            new String[] {"lesson", "77"},
            new String[] {"lesson", "17"}, // no lesson yet
            new String[] {"exercise", "check", "77"},
            new String[] {"exercise", "guess"},
            new String[] {"exercise", "check", "03", "Nonsense"},
            new String[] {"verify", "0"})) {
      Ran ran = glass(wrong);
      assertEquals(2, ran.code(), ran.err());
      assertEquals(1, ran.err().strip().lines().count(), ran.err());
    }
  }

  @Test
  void theCoursesOwnCommandsReplacePlaceholders() {
    Ran lesson = glass("lesson", "--help");
    assertTrue(lesson.out().startsWith("Usage: glass lesson"), lesson.out());
    assertTrue(lesson.out().contains("--refresh"), lesson.out());
    assertTrue(glass("exercise", "--help").out().contains("NAME"));
    assertTrue(glass("--help").out().contains("verify"));
    Ran trace = glass("--stacktrace", "lesson", "77");
    assertEquals(BAD_INPUT, trace.code());
    assertTrue(trace.err().contains("\tat org.glassllm"), trace.err());
    assertTrue(glass("lesson", "77", "--stacktrace").err().contains("\tat org.glassllm"));
  }

  @Test
  void withoutTheProjectFolderThereIsOneLine(@TempDir Path folder) throws Exception {
    oneLine("the course needs the project folder", folder, "lesson", "03", "--refresh");
    assertTrue(outside(folder, 0, "verify", "--help").contains("Repeat the experiment"));
    Files.createFile(folder.resolve("pom.xml"));
    Files.createDirectories(folder.resolve("src/lessons"));
    oneLine("the lessons are not compiled", folder, "exercise", "list");
    Path classes = folder.resolve("target/test-classes");
    Files.createDirectories(classes.resolve("org/glassllm/course"));
    if (classes.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxrwxrwx"));
      oneLine("can be changed by other users", folder, "exercise", "list");
      Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve("org.glassllm.cli.CourseCommand"), "org.glassllm.Gone\n");
    oneLine("the compiled lessons do not match this program", folder, "exercise", "list");
  }

  private static void oneLine(String message, Path folder, String... arguments) throws Exception {
    String printed = outside(folder, BAD_INPUT, arguments);
    assertTrue(printed.contains(message), printed);
    assertEquals(1, printed.lines().count(), printed);
  }

  /** Runs glass in another folder, without the course on the class path. */
  private static String outside(Path folder, int code, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-classpath", classPathWithoutTheCourse()));
    command.add("org.glassllm.cli.Main");
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes()).strip();
    assertEquals(code, process.waitFor(), printed);
    return printed;
  }

  private static String classPathWithoutTheCourse() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(part -> !part.endsWith("test-classes"))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}

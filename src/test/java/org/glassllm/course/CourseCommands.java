package org.glassllm.course;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.exercises.Catalog;
import org.glassllm.exercises.Catalog.Exercise;
import org.glassllm.lessons.Lesson;
import org.glassllm.lessons.LessonBook;
import org.glassllm.lessons.Lessons;
import org.glassllm.lessons.Report;

/** The commands lesson, exercise and verify, which the launcher loads by this class's name. */
public final class CourseCommands implements BiFunction<PrintWriter, List<String>, Boolean> {
  /** Of one exercise's checks, which take milliseconds. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** For the launcher. */
  public CourseCommands() {}

  @Override
  public Boolean apply(PrintWriter out, List<String> arguments) {
    Path root = Path.of(arguments.get(0));
    int number = Integer.parseInt(arguments.get(arguments.get(1).equals("exercise") ? 3 : 2));
    return switch (arguments.get(1)) {
      case "lesson" -> lesson(out, root, number, Boolean.parseBoolean(arguments.get(3)));
      case "verify" -> verify(out, root, number);
      default ->
          switch (arguments.get(2)) {
            case "list" -> list(out, root);
            case "check" -> check(out, root, of(number, arguments.get(4)));
            default -> hint(out, of(number, arguments.get(4)));
          };
    };
  }

  private static boolean lesson(PrintWriter out, Path root, int number, boolean refresh) {
    Lesson lesson = Lessons.number(number);
    Report report = lesson.run();
    out.printf("Lesson %02d: %s%n%n%s%n", number, lesson.title(), report.text());
    if (refresh) {
      LessonBook.refresh(root, lesson, report);
      out.printf("Written anew: lessons/%s%n", lesson.folder());
    }
    out.printf(
        "Read lessons/%s/README.md; then: glass exercise check %02d%n", lesson.folder(), number);
    out.flush();
    return true;
  }

  private static boolean verify(PrintWriter out, Path root, int number) {
    Lesson lesson = Lessons.number(number);
    Map<String, LessonBook.Expected> expected = LessonBook.expected(root, lesson);
    List<String> lines = LessonBook.compare(expected, lesson.run().values());
    lines.forEach(out::println);
    out.flush();
    return lines.stream().noneMatch(line -> line.startsWith("NOT"));
  }

  private static boolean list(PrintWriter out, Path root) {
    int done = 0;
    for (Exercise exercise : Catalog.ALL) {
      String state = state(failures(root, exercise));
      done += state.equals("done") ? 1 : 0;
      out.printf(
          "%02d  %-22s %-9s %s%n", exercise.lesson(), exercise.name(), state, exercise.title());
    }
    out.printf("%d of %d done%n", done, Catalog.ALL.size());
    out.flush();
    return true;
  }

  private static String state(List<Throwable> failures) {
    if (failures.isEmpty()) {
      return "done";
    }
    return failures.stream().allMatch(f -> (f.getMessage() + "").startsWith("implement me"))
        ? "to do"
        : "not yet";
  }

  private static boolean check(PrintWriter out, Path root, List<Exercise> exercises) {
    boolean well = true;
    for (Exercise exercise : exercises) {
      List<Throwable> failures = failures(root, exercise);
      out.printf("%s: %s%n", exercise.name(), state(failures));
      if (!failures.isEmpty()) {
        well = false;
        Throwable first = failures.get(0);
        out.printf(
            "  %s%n",
            first instanceof AssertionError || first instanceof InputException
                ? first.getMessage()
                : first);
        out.printf(
            "  edit src/exercises/java/org/glassllm/exercises/%s/%s.java%n",
            exercise.folder(), exercise.name());
      }
    }
    out.flush();
    return well;
  }

  private static boolean hint(PrintWriter out, List<Exercise> exercises) {
    for (Exercise exercise : exercises) {
      out.printf("%s: %s%n", exercise.name(), exercise.title());
      exercise.hints().forEach(hint -> out.printf("  - %s%n", hint));
    }
    out.flush();
    return true;
  }

  /** The exercises of a lesson, or the one of them that is named. */
  private static List<Exercise> of(int number, String name) {
    List<Exercise> all = Catalog.ALL.stream().filter(e -> e.lesson() == number).toList();
    if (all.isEmpty()) {
      throw new InputException("lesson " + number + " has no exercises yet");
    }
    List<Exercise> named = all.stream().filter(e -> e.name().equalsIgnoreCase(name)).toList();
    if (named.isEmpty() && !name.isEmpty()) {
      throw new InputException(
          "lesson "
              + number
              + " has no exercise "
              + name
              + "; it has "
              + all.stream().map(Exercise::name).collect(Collectors.joining(", ")));
    }
    return name.isEmpty() ? all : named;
  }

  /** Gives up on a loop that does not end; its thread ends with the process. */
  static List<Throwable> inTime(Supplier<List<Throwable>> check, Duration limit) {
    FutureTask<List<Throwable>> task = new FutureTask<>(check::get);
    Thread thread = new Thread(task, "exercise");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return List.of(
          new InputException(
              "it was not done after " + limit.toMillis() + " ms: does a loop never end?", e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ExceptionInInitializerError own) {
        return List.of(own.getCause()); // a static field of the exercise
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // nothing in there throws a checked one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while checking", e);
    }
  }

  /** Compiles the stub as it is now, so that no build is needed after an edit. */
  private static List<Throwable> failures(Path root, Exercise exercise) {
    String name = "org.glassllm.exercises." + exercise.folder() + "." + exercise.name();
    Path file = root.resolve("src/exercises/java/" + name.replace('.', '/') + ".java");
    List<String> classPath =
        new ArrayList<>(List.of(root.resolve("target/test-classes").toString()));
    classPath.addAll(
        Arrays.asList(System.getProperty("java.class.path").split(java.io.File.pathSeparator)));
    try {
      ClassLoader loader =
          SourceCompiler.compile(
              Map.of(name, SafeFiles.readText(file)),
              classPath,
              CourseCommands.class.getClassLoader());
      Class<?> code = loader.loadClass(name);
      return inTime(() -> Contracts.check(exercise, code), LIMIT);
    } catch (InputException e) {
      return List.of(e);
    } catch (ClassNotFoundException e) {
      return List.of(new InputException(file + " does not hold the class " + name, e));
    }
  }
}

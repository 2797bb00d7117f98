package org.glassllm.course;

import java.io.File;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.exercises.Catalog;
import org.glassllm.exercises.Catalog.Exercise;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code glass exercise}. */
@Command(
    name = "exercise",
    description =
        "List exercises with your progress, check yours, or show hints; in the project folder.")
public final class ExerciseCommand extends ProjectCommand {
  /** The time limit of one exercise's checks, which take milliseconds. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Parameters(index = "0", paramLabel = "list|check|hint", description = "What to do.")
  private String action;

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "0",
      paramLabel = "NN",
      description = "Number of the lesson.")
  private int number;

  @Parameters(
      index = "2",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "NAME",
      description = "One exercise of the lesson, such as CausalMask; default: all of them.")
  private String name;

  /** A command without its arguments, which picocli sets. */
  public ExerciseCommand() {}

  @Override
  boolean succeeds() {
    Check.oneOf("action", action, List.of("list", "check", "hint"));
    if ("list".equals(action)) {
      list();
      return true;
    }
    Check.atLeast("lesson", number, 1);
    if ("check".equals(action)) {
      return check(chosen());
    }
    hint(chosen());
    return true;
  }

  @Override
  String failure() {
    return name.isEmpty()
        ? "not all exercises of lesson " + number + " pass yet"
        : name + " does not pass yet";
  }

  private void list() {
    int done = 0;
    for (Exercise exercise : Catalog.ALL) {
      String state = state(failures(project(), exercise));
      done += state.equals("done") ? 1 : 0;
      out()
          .printf(
              "%02d  %-22s %-9s %s%n", exercise.lesson(), exercise.name(), state, exercise.title());
    }
    out().printf("%d of %d done%n", done, Catalog.ALL.size());
  }

  private static String state(List<Throwable> failures) {
    if (failures.isEmpty()) {
      return "done";
    }
    return failures.stream().allMatch(f -> (f.getMessage() + "").startsWith("implement me"))
        ? "to do"
        : "not yet";
  }

  private boolean check(List<Exercise> exercises) {
    boolean pass = true;
    for (Exercise exercise : exercises) {
      List<Throwable> failures = failures(project(), exercise);
      out().printf("%s: %s%n", exercise.name(), state(failures));
      if (!failures.isEmpty()) {
        pass = false;
        Throwable first = failures.get(0);
        boolean ours = first instanceof AssertionError || first instanceof InputException;
        out().printf("  %s%n", ours ? first.getMessage() : first);
        out()
            .printf(
                "  edit src/exercises/java/org/glassllm/exercises/%s/%s.java%n",
                exercise.folder(), exercise.name());
      }
    }
    return pass;
  }

  private void hint(List<Exercise> exercises) {
    for (Exercise exercise : exercises) {
      out().printf("%s: %s%n", exercise.name(), exercise.title());
      exercise.hints().forEach(hint -> out().printf("  - %s%n", hint));
    }
  }

  /** Returns the named exercise of the lesson, or all exercises of the lesson. */
  private List<Exercise> chosen() {
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

  /** Runs a check with a time limit. The thread of an endless loop ends with the process. */
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
              "the checks did not finish after " + limit.toMillis() + " ms: does a loop never end?",
              e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ExceptionInInitializerError own) {
        return List.of(own.getCause()); // a static field of the exercise
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // a check throws no checked exception
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the check was interrupted", e);
    }
  }

  /** Compiles the exercise's source as it is on disk, so that an edit needs no build. */
  private static List<Throwable> failures(Path project, Exercise exercise) {
    String name = "org.glassllm.exercises." + exercise.folder() + "." + exercise.name();
    Path file = project.resolve("src/exercises/java/" + name.replace('.', '/') + ".java");
    List<String> classPath =
        new ArrayList<>(List.of(project.resolve("target/test-classes").toString()));
    classPath.addAll(
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator)));
    try {
      ClassLoader loader =
          SourceCompiler.compile(
              Map.of(name, SafeFiles.readText(file)),
              classPath,
              ExerciseCommand.class.getClassLoader());
      Class<?> code = loader.loadClass(name);
      return inTime(() -> Contracts.check(exercise, code), LIMIT);
    } catch (InputException e) {
      return List.of(e);
    } catch (ClassNotFoundException e) {
      return List.of(new InputException(file + " does not declare the class " + name, e));
    }
  }
}

package org.glassllm.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.OwnFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Finds the project folder and loads the course's commands from the test classes in it. */
final class CourseFolder {
  private static final Map<String, String> PLACEHOLDERS =
      new TreeMap<>(
          Map.of(
              "lesson", "Run the demo of a lesson. Works only inside the project folder.",
              "exercise",
                  "List exercises, check solutions or show hints. Works only inside the project"
                      + " folder.",
              "verify",
                  "Repeat the experiment of a lesson and compare the results with the lesson."
                      + " Works only inside the project folder."));

  private CourseFolder() {}

  /**
   * Represents a course command in {@code --help}. Its method {@code run} throws an exception that
   * says why the command is missing.
   */
  @Command(mixinStandardHelpOptions = true)
  private static final class Missing implements Runnable {
    @Unmatched private List<String> arguments;

    @Override
    public void run() {
      Path project = around(Path.of(""));
      requireOwn(project);
      throw new InputException(
          "%s; run mvn -q package -DskipTests in %s",
          Files.exists(classes(project).resolve("org/glassllm/course"))
              ? "the compiled lessons do not match this program"
              : "the lessons are not compiled",
          project);
    }
  }

  /**
   * Adds placeholders for the course's commands, and replaces the placeholder that the arguments
   * name by the command.
   */
  static void addCommands(CommandLine glass, String... arguments) {
    PLACEHOLDERS.forEach(
        (name, description) -> {
          CommandLine missing = new CommandLine(new Missing());
          missing.getCommandSpec().usageMessage().description(description);
          glass.addSubcommand(name, missing);
        });
    addCommand(glass, arguments);
  }

  /** Replaces the placeholder that the arguments name by the course's own command. */
  private static void addCommand(CommandLine glass, String... arguments) {
    String name = Stream.of(arguments).filter(a -> !a.startsWith("-")).findFirst().orElse("");
    if (!PLACEHOLDERS.containsKey(name)) {
      return;
    }
    try {
      Path project = around(Path.of(""));
      requireOwn(project);
      // The loader stays open: the command loads classes until the process ends.
      for (CourseCommand command : ServiceLoader.load(CourseCommand.class, loader(project))) {
        CommandLine found = new CommandLine(command);
        if (found.getCommandName().equals(name)) {
          command.setProject(project);
          glass.getCommandSpec().removeSubcommand(name);
          glass.addSubcommand(found);
        }
      }
    } catch (InputException | IOException | ServiceConfigurationError | LinkageError e) {
      return; // the placeholder reports the problem
    }
  }

  /** Returns the nearest project folder: {@code start} or a folder above {@code start}. */
  private static Path around(Path start) {
    for (Path p = start.toAbsolutePath().normalize(); p != null; p = p.getParent()) {
      if (Files.exists(p.resolve("pom.xml")) && Files.isDirectory(p.resolve("src/lessons"))) {
        return p;
      }
    }
    throw new InputException(
        "the course needs the project folder, but %s is not inside a project folder;"
            + " change to the folder that holds pom.xml and lessons",
        start.toAbsolutePath());
  }

  /** Throws an exception if another user can change the project's classes. */
  private static void requireOwn(Path project) {
    for (Path code : List.of(classes(project), libraries(project))) {
      if (Files.isDirectory(code)) {
        OwnFolder.require(
            code, "work in your own copy of the project, or run chmod -R go-w " + project);
      }
    }
  }

  private static Path classes(Path project) {
    return project.resolve("target/test-classes");
  }

  private static Path libraries(Path project) {
    return project.resolve("target/glass/test-lib");
  }

  private static URLClassLoader loader(Path project) throws IOException {
    List<URL> urls = new ArrayList<>(List.of(classes(project).toUri().toURL()));
    if (Files.isDirectory(libraries(project))) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries(project), "*.jar")) {
        for (Path jar : jars) {
          urls.add(jar.toUri().toURL());
        }
      }
    }
    return new URLClassLoader(urls.toArray(new URL[0]), CourseFolder.class.getClassLoader());
  }
}

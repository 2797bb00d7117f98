package org.glassllm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.glassllm.base.InputException;

/**
 * The project folder, whose lessons and exercises are test code: their classes are loaded by name,
 * with the jars that they need.
 */
final class CourseFolder {
  private static final String ENTRY = "org.glassllm.course.CourseCommands";
  private final Path root;

  private CourseFolder(Path root) {
    this.root = root;
  }

  /** The project folder that a folder is or lies in. */
  static CourseFolder around(Path start) {
    for (Path p = start.toAbsolutePath().normalize(); p != null; p = p.getParent()) {
      if (Files.exists(p.resolve("pom.xml")) && Files.isDirectory(p.resolve("src/lessons"))) {
        return new CourseFolder(p);
      }
    }
    throw new InputException(
        "the course lives in the project folder, and "
            + start.toAbsolutePath()
            + " is not in it; go to the folder that holds pom.xml and lessons, and try again");
  }

  /** Runs a course command and returns whether all was well. */
  boolean run(PrintWriter out, String... arguments) {
    Path classes = root.resolve("target/test-classes");
    if (!Files.exists(classes.resolve(ENTRY.replace('.', '/') + ".class"))) {
      throw new InputException(
          "the lessons are not compiled; run mvn -q package -DskipTests in " + root);
    }
    List<String> all = new ArrayList<>(List.of(root.toString()));
    all.addAll(List.of(arguments));
    try (URLClassLoader loader = loader(classes)) {
      Object entry = loader.loadClass(ENTRY).getDeclaredConstructor().newInstance();
      @SuppressWarnings("unchecked") // the class is ours and says so
      BiFunction<PrintWriter, List<String>, Boolean> command =
          (BiFunction<PrintWriter, List<String>, Boolean>) entry;
      return command.apply(out, all);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InputException(
          "the compiled lessons do not fit this program: run mvn -q package -DskipTests in " + root,
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URLClassLoader loader(Path classes) throws IOException {
    List<URL> urls = new ArrayList<>(List.of(url(classes)));
    urls.addAll(jars(root.resolve("target/glass/test-lib"), "*.jar"));
    return new URLClassLoader(urls.toArray(new URL[0]), CourseFolder.class.getClassLoader());
  }

  /** The jars of a folder, none where it is not there. */
  static List<URL> jars(Path folder, String glob) throws IOException {
    List<URL> urls = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
        for (Path jar : found) {
          urls.add(url(jar));
        }
      }
    }
    return urls;
  }

  private static URL url(Path p) throws MalformedURLException {
    return p.toUri().toURL();
  }
}

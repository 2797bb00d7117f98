package org.glassllm.course;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.cli.CourseCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command of the course: it reads and writes the project folder, and prints text. */
@Command(mixinStandardHelpOptions = true)
abstract class ProjectCommand implements CourseCommand {
  @Spec private CommandSpec spec;
  private Path project;

  @Override
  public final void setProject(Path folder) {
    project = folder;
  }

  final Path project() {
    return project;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Runs the command and returns whether every result is as expected. */
  abstract boolean succeeds();

  /** Returns the message for a result that is not as expected. */
  abstract String failure();

  @Override
  public final void run() {
    boolean success;
    try {
      success = succeeds();
    } catch (LinkageError e) {
      throw new InputException(
          "the compiled lessons do not match this program; run mvn -q package -DskipTests in "
              + project,
          e);
    }
    out().flush();
    if (!success) {
      throw new InputException(failure());
    }
  }
}

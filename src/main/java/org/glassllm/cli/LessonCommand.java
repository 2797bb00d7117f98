package org.glassllm.cli;

import java.nio.file.Path;
import org.glassllm.base.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass lesson}. */
@Command(
    name = "lesson",
    description = "Run a lesson's demo and explain what it prints; in the project folder.")
final class LessonCommand extends Subcommand {

  @Parameters(paramLabel = "NN", description = "Number of the lesson, such as 03.")
  private int number;

  @Option(
      names = "--refresh",
      description = "Also write the lesson's pictures, code excerpts and output block anew.")
  private boolean refresh;

  @Override
  public void run() {
    boolean well =
        CourseFolder.around(Path.of(""))
            .run(out(), "lesson", Integer.toString(number), Boolean.toString(refresh));
    require(well, "the lesson failed");
  }

  private static void require(boolean well, String otherwise) {
    if (!well) {
      throw new InputException(otherwise);
    }
  }
}

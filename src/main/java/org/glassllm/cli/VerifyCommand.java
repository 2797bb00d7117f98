package org.glassllm.cli;

import java.nio.file.Path;
import org.glassllm.base.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code glass verify}. */
@Command(
    name = "verify",
    description =
        "Rerun a lesson's experiment and compare with its expected numbers; in the project folder.")
final class VerifyCommand extends Subcommand {

  @Parameters(paramLabel = "NN", description = "Number of the lesson, such as 03.")
  private int number;

  @Override
  public void run() {
    boolean well = CourseFolder.around(Path.of("")).run(out(), "verify", Integer.toString(number));
    require(well, "some numbers are not as expected; see the lines marked NOT");
  }

  private static void require(boolean well, String otherwise) {
    if (!well) {
      throw new InputException(otherwise);
    }
  }
}

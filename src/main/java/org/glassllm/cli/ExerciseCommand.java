package org.glassllm.cli;

import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code glass exercise}. */
@Command(
    name = "exercise",
    description =
        "List exercises with your progress, check yours, or see hints; in the project folder.")
final class ExerciseCommand extends Subcommand {

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

  @Override
  public void run() {
    Check.oneOf("action", action, List.of("list", "check", "hint"));
    if (!"list".equals(action)) {
      Check.atLeast("lesson", number, 1);
    }
    boolean well =
        CourseFolder.around(Path.of(""))
            .run(out(), "exercise", action, Integer.toString(number), name);
    String which =
        name.isEmpty()
            ? "not all exercises of lesson " + number + " pass"
            : name + " does not pass";
    require(well, which + " yet");
  }

  private static void require(boolean well, String otherwise) {
    if (!well) {
      throw new InputException(otherwise);
    }
  }
}

package org.glassllm.course;

import java.util.List;
import org.glassllm.lessons.Lesson;
import org.glassllm.lessons.LessonBook;
import org.glassllm.lessons.Lessons;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code glass verify}. */
@Command(
    name = "verify",
    description =
        "Rerun a lesson's experiment and compare it with the expected numbers; in the project"
            + " folder.")
public final class VerifyCommand extends ProjectCommand {
  @Parameters(paramLabel = "NN", description = "Number of the lesson, such as 03.")
  private int number;

  /** A command without its arguments, which picocli sets. */
  public VerifyCommand() {}

  @Override
  boolean succeeds() {
    Lesson lesson = Lessons.number(number);
    List<String> lines =
        LessonBook.compare(LessonBook.expected(project(), lesson), lesson.run().values());
    lines.forEach(out()::println);
    return lines.stream().noneMatch(line -> line.startsWith("NOT"));
  }

  @Override
  String failure() {
    return "some numbers differ from the expected ones; see the lines marked NOT";
  }
}

package org.glassllm.course;

import org.glassllm.lessons.Lesson;
import org.glassllm.lessons.LessonBook;
import org.glassllm.lessons.Lessons;
import org.glassllm.lessons.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass lesson}. */
@Command(
    name = "lesson",
    description = "Run a lesson's demo and explain its output; in the project folder.")
public final class LessonCommand extends ProjectCommand {
  @Parameters(paramLabel = "NN", description = "Number of the lesson, such as 03.")
  private int number;

  @Option(
      names = "--refresh",
      description = "Also redraw the lesson's pictures and update its code excerpts and output.")
  private boolean refresh;

  /** A command without its arguments, which picocli sets. */
  public LessonCommand() {}

  @Override
  boolean succeeds() {
    Lesson lesson = Lessons.number(number);
    Report report = lesson.run();
    out().printf("Lesson %02d: %s%n%n%s%n", number, lesson.title(), report.text());
    if (refresh) {
      LessonBook.refresh(project(), lesson, report);
      out().printf("Refreshed lessons/%s%n", lesson.folder());
    }
    out()
        .printf(
            "Read lessons/%s/README.md; then: glass exercise check %02d%n",
            lesson.folder(), number);
    return true;
  }

  @Override
  String failure() {
    return "the lesson failed";
  }
}

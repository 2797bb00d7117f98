package org.glassllm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.glassllm.base.Check;

/**
 * The answers of several models to one prompt, side by side.
 *
 * @param prompt the prompt
 * @param expected the right answer, or an example of one
 * @param answers the answer of each model, at least one
 */
public record Samples(String prompt, String expected, List<Answer> answers) implements Part {
  /**
   * An answer.
   *
   * @param model the name of the model
   * @param text the answer
   * @param notes further rows, such as the verdict: the name of a row, then its text; all answers
   *     have the same names in the same order
   */
  public record Answer(String model, String text, List<Note> notes) {}

  /**
   * A remark on an answer.
   *
   * @param name the name of the remark
   * @param text the remark
   */
  public record Note(String name, String text) {}

  /** Checks that there is an answer. */
  public Samples {
    answers = List.copyOf(answers);
    Check.positive("number of answers", answers.size());
  }

  @Override
  public String markdown() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("answer", Answer::text));
    List<Note> names = answers.get(0).notes();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      rows.add(row(names.get(i).name(), answer -> answer.notes().get(index).text()));
    }
    DataTable table = new DataTable(row("", Answer::model), rows);
    return "> **Prompt:** %s\n>\n> **Expected:** %s\n\n%s"
        .formatted(Markdown.inline(prompt), Markdown.inline(expected), table.markdown());
  }

  private List<String> row(String name, Function<Answer, String> cell) {
    return Stream.concat(Stream.of(name), answers.stream().map(cell)).toList();
  }
}

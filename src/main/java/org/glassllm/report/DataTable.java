package org.glassllm.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.Check;

/**
 * A table of plain texts. A column is aligned to the right if each of its cells is a number, which
 * may have an interval or a unit, or is a dash or empty.
 *
 * @param columns the titles of the columns, at least one
 * @param rows the cells of each row, one per column
 */
public record DataTable(List<String> columns, List<List<String>> rows) implements Part {
  private static final String NUMBER = "[-+]?\\d.*|-|";

  /** Copies the lists; checks that each row has one cell per column. */
  public DataTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    int width = Check.positive("number of columns", columns.size());
    rows.forEach(row -> Check.within("number of cells in a row", row.size(), width, width));
  }

  /** Returns whether a column is aligned to the right. */
  public boolean isNumeric(int column) {
    return rows.stream().allMatch(row -> row.get(column).matches(NUMBER));
  }

  @Override
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(line(columns));
    lines.add(
        Markdown.row(
            IntStream.range(0, columns.size())
                .mapToObj(column -> isNumeric(column) ? "---:" : "---")
                .toList()));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\n", lines);
  }

  private static String line(List<String> cells) {
    return Markdown.row(cells.stream().map(Markdown::inline).toList());
  }
}

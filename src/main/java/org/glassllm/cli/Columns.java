package org.glassllm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.glassllm.report.DataTable;

/**
 * Formats rows as an aligned table or as JSON objects. One list of columns defines both formats.
 */
final class Columns<R> {
  private record Column<R>(
      String title,
      String key,
      boolean text,
      Function<Object, String> shown,
      Function<R, ?> value) {
    /** Returns the formatted cell of a row. */
    String cell(R row) {
      return shown.apply(value.apply(row));
    }

    /** Returns a format with the width of the widest cell; texts are left-aligned. */
    String aligned(List<R> rows) {
      int width = rows.stream().mapToInt(r -> cell(r).length()).max().orElse(0);
      return "%" + (text ? "-" : "") + Math.max(width, title.length()) + "s";
    }
  }

  private final List<Column<R>> columns = new ArrayList<>();

  /** Returns the columns of a report's table; numbers are right-aligned. */
  static Columns<List<String>> of(DataTable table) {
    Columns<List<String>> columns = new Columns<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int index = i;
      String title = table.columns().get(i);
      columns.columns.add(
          new Column<>(
              title,
              title,
              !table.isNumeric(i),
              cell -> Subcommand.format("%s", cell),
              row -> row.get(index)));
    }
    return columns;
  }

  /**
   * Adds a column: its title in the table, its key in JSON, its format and its value. A format that
   * ends with a percent sign prints a share as a percentage.
   */
  Columns<R> add(String title, String key, String format, Function<R, ?> value) {
    Function<Object, String> shown =
        v -> Subcommand.format(format, format.endsWith("%%") ? 100 * (double) v : v);
    columns.add(new Column<>(title, key, format.equals("%s"), shown, value));
    return this;
  }

  /** Adds a column of numbers, which the table shows in units such as MiB. */
  Columns<R> addScaled(
      String title, String key, Function<Number, String> shown, Function<R, Number> value) {
    columns.add(new Column<>(title, key, false, v -> shown.apply((Number) v), value));
    return this;
  }

  /** Returns one JSON object per row. */
  List<Map<String, Object>> json(List<R> rows) {
    return rows.stream().map(this::json).toList();
  }

  /** Returns a row as a JSON object. */
  Map<String, Object> json(R row) {
    Map<String, Object> object = new LinkedHashMap<>();
    columns.forEach(c -> object.put(c.key(), c.value().apply(row)));
    return object;
  }

  /** Returns a line with title and value for each non-null value of a row. */
  String lines(R row) {
    int width = columns.stream().mapToInt(c -> c.title().length()).max().orElse(1);
    return columns.stream()
        .filter(c -> c.value().apply(row) != null)
        .map(c -> Subcommand.format("%-" + width + "s  %s%n", c.title(), c.cell(row)))
        .collect(Collectors.joining());
  }

  /** Returns a table: a line of titles, then a line for each row. */
  String text(List<R> rows) {
    List<String> formats = columns.stream().map(c -> c.aligned(rows)).toList();
    StringBuilder text = new StringBuilder(line(formats, Column::title));
    rows.forEach(row -> text.append(line(formats, c -> c.cell(row))));
    return text.toString();
  }

  /**
   * Returns tables with a line for each column and the rows side by side. A table holds as many
   * rows as fit into the width, at least one.
   */
  String sideBySide(List<R> rows, int width) {
    int titles = columns.stream().mapToInt(c -> c.title().length()).max().orElse(1);
    List<StringBuilder> lines = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (R row : rows) {
      List<String> cells = columns.stream().map(c -> c.cell(row)).toList();
      int widest = cells.stream().mapToInt(String::length).max().orElse(0);
      if (!lines.isEmpty() && lines.get(0).length() + 1 + widest > width) {
        lines.forEach(line -> text.append(line.append('\n')));
        text.append('\n');
        lines.clear();
      }
      for (int i = 0; i < columns.size(); i++) {
        if (lines.size() == i) {
          String title = columns.get(i).title();
          lines.add(new StringBuilder(String.format("%-" + titles + "s", title)));
        }
        lines.get(i).append(String.format(" %" + widest + "s", cells.get(i)));
      }
    }
    lines.forEach(line -> text.append(line.append('\n')));
    return text.toString();
  }

  private String line(List<String> formats, Function<Column<R>, String> cell) {
    Object[] cells = columns.stream().map(cell).toArray();
    return String.format(String.join(" ", formats), cells).stripTrailing() + "\n";
  }
}

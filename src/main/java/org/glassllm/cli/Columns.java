package org.glassllm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Formats rows as an aligned table or as JSON objects. One list of columns defines both formats.
 */
final class Columns<R> {
  private record Column<R>(String title, String key, String format, Function<R, ?> value) {
    /**
     * Returns the formatted cell of a row; a format that ends with a percent sign prints a share as
     * a percentage.
     */
    String cell(R row) {
      Object v = value.apply(row);
      return Subcommand.format(format, format.endsWith("%%") ? 100 * (double) v : v);
    }

    /** Returns a format with the width of the widest cell; texts are left-aligned. */
    String aligned(List<R> rows) {
      int width = rows.stream().mapToInt(r -> cell(r).length()).max().orElse(0);
      return "%" + (format.equals("%s") ? "-" : "") + Math.max(width, title.length()) + "s";
    }
  }

  private final List<Column<R>> columns = new ArrayList<>();

  /** Adds a column: its title in the table, its key in JSON, its format and its value. */
  Columns<R> add(String title, String key, String format, Function<R, ?> value) {
    columns.add(new Column<>(title, key, format, value));
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

  private String line(List<String> formats, Function<Column<R>, String> cell) {
    Object[] cells = columns.stream().map(cell).toArray();
    return String.format(String.join(" ", formats), cells).stripTrailing() + "\n";
  }
}

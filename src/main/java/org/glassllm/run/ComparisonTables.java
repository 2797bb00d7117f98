package org.glassllm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.glassllm.align.PolicyFigures;
import org.glassllm.evaluate.Estimate;
import org.glassllm.report.DataTable;

/**
 * The tables of a comparison. A column that was not measured for any run is omitted. Each table
 * fits into 80 columns of text, so the figures of a run stand in several tables.
 *
 * @param comparison the comparison
 */
public record ComparisonTables(Comparison comparison) {
  private static final String NOTHING = "-";
  private static final int LONGEST_NAME = 16;

  private record Column<R>(String title, Function<R, String> cell) {}

  /** Returns the tables of all instructions, with a row for each run. */
  public List<DataTable> runs() {
    PolicyFigures any = comparison.runs().get(0).figures();
    List<Column<Comparison.Entry>> scores = new ArrayList<>();
    for (String rule : any.rules().keySet()) {
      scores.add(new Column<>(rule, e -> format("%.3f", e.figures().rules().get(rule))));
    }
    scores.add(new Column<>("model reward", e -> withError(e.figures().modelReward())));
    return Stream.of(greedy(), sampled(any.k()), lengths(), scores)
        .map(this::table)
        .filter(table -> table.columns().size() > 1)
        .toList();
  }

  private static List<Column<Comparison.Entry>> greedy() {
    return List.of(
        new Column<>("stage", Comparison.Entry::stage),
        new Column<>("exact match %", e -> percent(e.figures().exactMatch())),
        new Column<>("in format %", e -> share(e.figures().format())),
        new Column<>("true reward", e -> number("%.3f", e.figures().trueReward())));
  }

  private static List<Column<Comparison.Entry>> sampled(int k) {
    return List.of(
        new Column<>("pass@1 %", e -> percent(e.figures().passAt1())),
        new Column<>("pass@" + k + " %", e -> k == 1 ? NOTHING : percent(e.figures().passAtK())),
        new Column<>("gain in reward", e -> number("%+.3f", e.gain())));
  }

  private static List<Column<Comparison.Entry>> lengths() {
    return List.of(
        new Column<>("KL", e -> withError(e.figures().kl())),
        new Column<>("entropy", e -> format("%.3f", e.figures().entropy())),
        new Column<>("tokens", e -> format("%.1f", e.figures().tokens().value())),
        new Column<>("words", e -> format("%.1f", e.figures().words().value())),
        new Column<>("ended %", e -> percent(e.figures().ended())));
  }

  private DataTable table(List<Column<Comparison.Entry>> columns) {
    List<Column<Comparison.Entry>> all = new ArrayList<>(columns);
    all.add(0, new Column<>("run", entry -> shortened(entry.name())));
    return table(comparison.runs(), all);
  }

  /** Returns a table with a row for each skill and run. */
  public DataTable skills() {
    record Row(String skill, String run, PolicyFigures figures) {}

    List<Row> rows = new ArrayList<>();
    for (String skill : comparison.runs().get(0).skills().keySet()) {
      for (Comparison.Entry entry : comparison.runs()) {
        rows.add(new Row(skill, shortened(entry.name()), entry.skills().get(skill)));
      }
    }
    return table(
        rows,
        List.of(
            new Column<>("skill", Row::skill),
            new Column<>("run", Row::run),
            new Column<>("asked", row -> format("%d", row.figures().questions())),
            new Column<>("exact match %", row -> percent(row.figures().exactMatch())),
            new Column<>("true reward", row -> number("%.3f", row.figures().trueReward()))));
  }

  private static <R> DataTable table(List<R> rows, List<Column<R>> columns) {
    List<Column<R>> measured =
        columns.stream()
            .filter(c -> rows.stream().anyMatch(row -> !c.cell().apply(row).equals(NOTHING)))
            .toList();
    return new DataTable(
        measured.stream().map(Column::title).toList(),
        rows.stream()
            .map(row -> measured.stream().map(c -> c.cell().apply(row)).toList())
            .toList());
  }

  private static String shortened(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= LONGEST_NAME
        ? name
        : "…" + name.substring(name.offsetByCodePoints(0, length - LONGEST_NAME + 1));
  }

  /** Returns a share with its interval in percent. */
  private static String percent(Estimate share) {
    return number(
        "%.1f",
        new Estimate(100 * share.value(), 100 * share.low(), 100 * share.high(), Double.NaN));
  }

  private static String share(Estimate share) {
    return share == null ? NOTHING : format("%.1f", 100 * share.value());
  }

  private static String withError(Estimate e) {
    return e == null
        ? NOTHING
        : format("%.3f", e.value())
            + (Double.isNaN(e.standardError()) ? "" : format(" ± %.3f", e.standardError()));
  }

  /** Returns a number with its interval. */
  private static String number(String format, Estimate e) {
    if (e == null) {
      return NOTHING;
    }
    String value = format(format, e.value());
    return Double.isNaN(e.low())
        ? value
        : value + " [" + format(format, e.low()) + ", " + format(format, e.high()) + "]";
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}

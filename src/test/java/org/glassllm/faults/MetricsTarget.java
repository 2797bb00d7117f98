package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.run.Metrics;
import org.glassllm.train.MetricsLog;
import tech.tablesaw.api.Table;

/** Accepts {@code metrics.csv} only if the table has every row of the file. */
final class MetricsTarget implements Target {
  private static final int STEP = 8;
  private static final String NUMBER = "-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?|NaN|-?Infinity";
  private static final String ROW =
      "[0-9]{1,18},[0-9]{1,18},N,(N)?,N,N,N,N".replace("N", "(" + NUMBER + ")");

  /** The header, and that of older runs. */
  private static final List<String> HEADERS =
      List.of(MetricsLog.HEADER, MetricsLog.HEADER.replace("memory_mib", "memory_mb"));

  private final List<Sample> samples;

  MetricsTarget() {
    StringBuilder text = new StringBuilder(MetricsLog.HEADER).append('\n');
    for (int step = 1; step <= STEP + 2; step++) {
      String validation = step % 4 == 0 ? "3.0" + step : "";
      text.append(step + "," + step * 16 + ",3.1" + step + "," + validation);
      text.append(",0.003,1.5E-5,1234.5,256.0\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    samples = List.of(Sample.of("metrics.csv", bytes));
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    Path file = folder.resolve(sample.file());
    InputException refused = null;
    try {
      requireSame(Metrics.read(file), rows(damaged, false));
    } catch (InputException e) {
      refused = e;
    }
    try (MetricsLog log = new MetricsLog(file)) {
      log.onStart(new TrainerState(STEP, STEP * 16, null, null), null);
    }
    List<String[]> kept = rows(Files.readAllBytes(file), false);
    List<String[]> right =
        rows(damaged, true).stream().filter(row -> Long.parseLong(row[0]) <= STEP).toList();
    assertEquals(right.size(), kept.size(), "rows that a resumed run keeps");
    for (int i = 0; i < right.size(); i++) {
      assertEquals(String.join(",", right.get(i)), String.join(",", kept.get(i)), "kept row");
    }
    requireSame(Metrics.read(file), kept);
    if (refused != null) {
      throw refused;
    }
  }

  /**
   * Returns the rows of a file.
   *
   * @param mayBeCut whether a resume drops rows: later ones, and a last one that a kill truncated
   */
  private static List<String[]> rows(byte[] file, boolean mayBeCut) throws StrictJson.Wrong {
    String text = StrictJson.utf8(file);
    List<String> lines = text.lines().toList();
    StrictRecord.require(!lines.isEmpty() && HEADERS.contains(lines.get(0)), "the header differs");
    List<String[]> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean right = line.matches(ROW);
      boolean later =
          line.matches("(?s)[0-9]{1,18},.*") && Long.parseLong(line.split(",")[0]) > STEP;
      if (!right && mayBeCut && (later || i == lines.size() - 1)) {
        continue;
      }
      StrictRecord.require(right || line.isEmpty(), "row " + i + " is \"" + line + "\"");
      if (right) {
        rows.add(line.split(",", -1));
      }
    }
    return rows;
  }

  private static void requireSame(Table table, List<String[]> rows) throws StrictJson.Wrong {
    StrictRecord.require(
        table.rowCount() == rows.size(),
        "it has " + rows.size() + " rows, the table " + table.rowCount());
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      for (int column = 0; column < row.length; column++) {
        double value =
            column < 2
                ? table.longColumn(column).getLong(i)
                : table.doubleColumn(column).getDouble(i);
        double right = row[column].isEmpty() ? Double.NaN : Double.parseDouble(row[column]);
        StrictRecord.require(
            Double.compare(value, right) == 0, "a value is " + row[column] + ", read as " + value);
      }
    }
  }
}

package org.glassllm.train;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.picture.Charts;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.selection.Selection;

/** A run's metrics as a Tablesaw table and as a picture. */
public final class Metrics {
  private static final ColumnType[] TYPES = {
    ColumnType.LONG,
    ColumnType.LONG,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE,
    ColumnType.DOUBLE
  };

  private Metrics() {}

  /** The table of a {@code metrics.csv}; an empty {@code val_loss} is a missing value. */
  public static Table read(Path file) {
    String text = SafeFiles.readText(file);
    if (!text.startsWith(MetricsLog.HEADER)) {
      throw new InputException(file + " is not a metrics.csv: it does not begin with its columns");
    }
    return Table.read()
        .usingOptions(
            CsvReadOptions.builderFromString(text).columnTypes(TYPES).tableName("metrics"));
  }

  /** Training and validation loss against the step. */
  public static BufferedImage lossCurve(Table metrics) {
    Selection evaluated = metrics.doubleColumn("val_loss").isNotMissing();
    Table validation = metrics.where(evaluated);
    return Charts.lines(
        "Loss",
        "step",
        "nats per token",
        List.of(
            line("training (one batch)", metrics, metrics.doubleColumn("loss"), false),
            line("validation", validation, validation.doubleColumn("val_loss"), true)));
  }

  private static Charts.Line line(String name, Table table, DoubleColumn y, boolean dots) {
    double[] x = table.longColumn("step").asDoubleArray();
    return new Charts.Line(name, x, y.asDoubleArray(), dots);
  }
}

package org.glassllm.run;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.picture.Charts;
import org.glassllm.train.MetricsLog;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.selection.Selection;

/** Reads a run's metrics as a Tablesaw table and draws the losses. */
public final class Metrics {
  private static final List<String> WHOLE = List.of("step", "tokens");

  private Metrics() {}

  /**
   * Returns the table of a {@code metrics.csv}; an empty cell is a missing value.
   *
   * @throws org.glassllm.base.InputException if a line is damaged
   */
  public static Table read(Path file) {
    String text = String.join("\n", MetricsLog.lines(file));
    return Table.read()
        .usingOptions(
            CsvReadOptions.builderFromString(text)
                .columnTypes(name -> WHOLE.contains(name) ? ColumnType.LONG : ColumnType.DOUBLE)
                .tableName("metrics"));
  }

  /** Returns a chart of the training loss and the validation loss by step, in nats per token. */
  public static BufferedImage lossCurve(Table metrics) {
    return lossCurve("Loss", "nats per token", metrics);
  }

  /**
   * Returns a chart of the training loss and the validation loss by step.
   *
   * @param unit the unit of the losses
   */
  public static BufferedImage lossCurve(String title, String unit, Table metrics) {
    Selection evaluated = metrics.doubleColumn("val_loss").isNotMissing();
    Table validation = metrics.where(evaluated);
    return Charts.lines(
        title,
        "step",
        unit,
        List.of(
            line("training (one batch)", metrics, metrics.doubleColumn("loss"), false),
            line("validation", validation, validation.doubleColumn("val_loss"), true)));
  }

  /**
   * Returns a chart of a stage by step: its losses, or the held-out reward of reinforcement
   * learning, whose training loss does not measure progress.
   */
  public static BufferedImage curve(Stage stage, Table metrics) {
    ValidationFigure figure = stage.validationFigure();
    if (!figure.reward()) {
      return lossCurve("Loss", figure.unit(), metrics);
    }
    Table evaluated = metrics.where(metrics.doubleColumn("val_loss").isNotMissing());
    DoubleColumn rewards = evaluated.doubleColumn("val_loss").multiply(-1);
    Charts.Line line = line(figure.name(), evaluated, rewards, true);
    return Charts.lines("Held-out reward", "step", figure.unit(), List.of(line));
  }

  private static Charts.Line line(String name, Table table, DoubleColumn y, boolean dots) {
    double[] x = table.longColumn("step").asDoubleArray();
    return new Charts.Line(name, x, y.asDoubleArray(), dots);
  }
}

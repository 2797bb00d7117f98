package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.batch.ExampleFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.Metrics;
import org.glassllm.run.TrainingRun;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** Describes runs on preferences and reports their metrics. */
final class PairReport {
  private static final String HELD_OUT = "eval_";

  private PairReport() {}

  /** Returns a line about the data of a run. */
  static String describe(TrainingRun training, String beginning) {
    ExampleFile texts = ExampleFile.open(training.folder().trainingTokens());
    ExampleFile kept = ExampleFile.open(training.folder().validationTokens());
    return Subcommand.format(
        "%s on %s: %,d pairs with %,d tokens, %,d held-out pairs, %,d parameters, context %d",
        beginning,
        training.data().source(),
        texts.size() / 2,
        texts.tokens(),
        kept.size() / 2,
        training.model().parameterCount(),
        training.model().context());
  }

  /** Returns the metrics of the held-out pairs at the last evaluation, by name. */
  static Map<String, Double> heldOut(RunFolder folder) {
    Table metrics = Metrics.read(folder.metricsFile());
    Map<String, Double> last = new LinkedHashMap<>();
    for (String name : metrics.columnNames()) {
      if (name.startsWith(HELD_OUT)) {
        DoubleColumn column = metrics.doubleColumn(name);
        DoubleColumn measured = column.where(column.isNotMissing());
        if (!measured.isEmpty()) {
          last.put(name.substring(HELD_OUT.length()), measured.get(measured.size() - 1));
        }
      }
    }
    return last;
  }

  /** Returns metrics as one aligned line each. */
  static String text(String title, Map<String, Double> metrics) {
    StringBuilder text = new StringBuilder(Subcommand.format("%s:%n", title));
    metrics.forEach(
        (name, value) -> text.append(Subcommand.format("  %-26s %10.4f%n", name, value)));
    return text.toString();
  }
}

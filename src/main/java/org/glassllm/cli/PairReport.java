package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.batch.ExampleFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.Metrics;
import org.glassllm.run.TrainingRun;
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

  /**
   * Puts the step of the best checkpoint and its held-out metrics into {@code result}; returns them
   * as one aligned line each. Other commands read the weights of the same checkpoint.
   *
   * @param data the name of the held-out data
   */
  static String measure(String data, RunFolder folder, Map<String, Object> result) {
    long step = folder.best().state().step();
    Map<String, Double> metrics = heldOut(folder, step);
    result.put("best_step", step);
    result.putAll(metrics);
    StringBuilder text =
        new StringBuilder(Subcommand.format("%s at step %d, the best checkpoint:%n", data, step));
    metrics.forEach(
        (name, value) -> text.append(Subcommand.format("  %-26s %10.4f%n", name, value)));
    return text.toString();
  }

  /** Returns the metrics of the evaluation after a step, by name. */
  private static Map<String, Double> heldOut(RunFolder folder, long step) {
    Table metrics = Metrics.read(folder.metricsFile());
    Table row = metrics.where(metrics.longColumn("step").isEqualTo(step));
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : metrics.columnNames()) {
      if (name.startsWith(HELD_OUT) && !row.isEmpty() && !row.doubleColumn(name).isMissing(0)) {
        values.put(name.substring(HELD_OUT.length()), row.doubleColumn(name).get(0));
      }
    }
    return values;
  }
}

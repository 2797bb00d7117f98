package org.glassllm.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.report.DataTable;
import org.glassllm.report.Paragraph;
import org.glassllm.report.Report;
import org.glassllm.run.Metrics;

/** The wall time and the memory of the parts of a pipeline. */
public final class PipelineCosts {
  private PipelineCosts() {}

  /** Returns a report of the costs, which differ between equal pipelines. */
  static Report report(Path folder, Map<String, Double> seconds) {
    String explanation =
        "The wall time includes evaluations and checkpoints. The memory is the maximum resident memory"
            + " of the process after a step of the stage; it includes memory that the process keeps"
            + " from earlier stages.";
    return new Report(
        "Costs of the pipeline", List.of(new Paragraph(explanation), table(folder, seconds)));
  }

  /**
   * Returns a table with the wall time and the memory of each part.
   *
   * @param folder the folder of the pipeline
   * @param seconds the wall time of each part, by name
   */
  public static DataTable table(Path folder, Map<String, Double> seconds) {
    List<List<String>> rows = new ArrayList<>();
    seconds.forEach((part, time) -> rows.add(List.of(part, time(time), memory(folder, part))));
    double all = seconds.values().stream().mapToDouble(x -> x).sum();
    rows.add(List.of("all", time(all), ""));
    return new DataTable(List.of("part", "seconds", "memory MiB"), rows);
  }

  private static String time(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private static String memory(Path folder, String part) {
    RunFolder run = new RunFolder(folder.resolve(part));
    return run.exists()
        ? String.format(
            Locale.ROOT, "%.0f", Metrics.read(run.metricsFile()).doubleColumn("memory_mib").max())
        : "-";
  }
}

package org.glassllm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.glassllm.align.PolicyEvaluation;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.report.DataTable;
import org.glassllm.run.Comparison;
import org.glassllm.run.ComparisonReport;
import org.glassllm.run.ComparisonSetup;
import org.glassllm.run.ComparisonTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code glass compare}. */
@Command(
    name = "compare",
    description = {
      "Evaluate runs on the same held-out instructions.",
      "Each run answers once greedily and several times at temperature 1. Exact match and format"
          + " judge the greedy answers; the other figures describe the samples. Numbers in brackets"
          + " are 95 % intervals. KL is the divergence from the reference in nats per response, with"
          + " its standard error; entropy is in nats per token."
    })
final class CompareCommand extends Subcommand {
  private static final int K = 8;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of the runs.")
  private List<Path> runs;

  @Option(
      names = "--data",
      paramLabel = "F",
      description =
          "Instructions or dialogues with their answers. Default: the held-out data of the first"
              + " run that has some.")
  private Path data;

  @Option(
      names = "--reference",
      paramLabel = "RUN",
      description = "Run from which the divergence KL is measured. Default: the first run.")
  private Path reference;

  @Option(
      names = "--reward-model",
      paramLabel = "RUN",
      description = "Run of glass reward, whose model scores the samples. Default: none.")
  private Path rewardModel;

  @Option(
      names = "--template",
      paramLabel = "alpaca|chat",
      description =
          "Format of prompts for runs that are not fine-tuned. Default: the template of the first"
              + " fine-tuned run, or alpaca.")
  private String template;

  @Option(
      names = "--questions",
      paramLabel = "N",
      defaultValue = "200",
      description = "Maximum number of instructions; the first ones are used." + DEFAULT)
  private int questions;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "8",
      description = "Number of samples for each instruction." + DEFAULT)
  private int samples;

  @Option(
      names = "--k",
      paramLabel = "K",
      description =
          "The k of pass@k, at most the number of samples. Default: 8, or the number of samples if"
              + " that is smaller.")
  private Integer k;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Maximum number of tokens in an answer." + DEFAULT)
  private int tokens;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the samples." + DEFAULT)
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for report.md and report.html, with plots and with answers side by side.")
  private Path out;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    Check.positive("samples", samples);
    int shown = k == null ? Math.min(K, samples) : k;
    ComparisonSetup setup =
        new ComparisonSetup(
            runs,
            data,
            reference,
            rewardModel,
            template,
            questions,
            tokens,
            new PolicyEvaluation.Settings(samples, shown, seed));
    if (out != null && Files.exists(out) && !Files.isDirectory(out)) {
      throw new InputException("illegal --out: %s is not a folder; give a folder", out);
    }
    Comparison result;
    try (TaskProgress bar = new TaskProgress(err(), Terminal.isThere())) {
      result =
          setup.evaluate(
              machine.device(),
              err()::println,
              name -> (done, total) -> bar.step(name, done, total));
    }
    AnswerReport.note(this, result.data());
    if (out != null) {
      new ComparisonReport(result).report().writeTo(out);
    }
    printResult(json(result), text(result));
  }

  private Map<String, Object> json(Comparison result) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("data", result.data().file());
    values.put("reference", result.reference());
    values.put("reward_model", rewardModel == null ? null : rewardModel.toString());
    values.put("questions", result.examples().size());
    values.put("samples", samples);
    values.put("seed", seed);
    values.put("out", out == null ? null : out.toString());
    values.put("runs", result.runs().stream().map(CompareCommand::json).toList());
    return values;
  }

  private static Map<String, Object> json(Comparison.Entry entry) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", entry.name());
    values.put("run", entry.run());
    values.put("stage", entry.stage());
    values.put("step", entry.step());
    values.put("template", entry.template());
    values.put("figures", entry.figures());
    values.put("gain", entry.gain());
    values.put("skills", entry.skills());
    return values;
  }

  private String text(Comparison result) {
    ComparisonTables tables = new ComparisonTables(result);
    List<DataTable> all = new ArrayList<>(tables.runs());
    all.add(tables.skills());
    String heading =
        format(
            "%,d instructions of %s%n%d samples each; KL from %s%n%n",
            result.examples().size(), result.data().file(), samples, result.reference());
    String end = out == null ? "" : format("%nReport:  %s%n", out.resolve("report.html"));
    return all.stream()
        .map(table -> Columns.of(table).text(table.rows()))
        .collect(Collectors.joining("\n", heading, end));
  }
}

package org.glassllm.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.glassllm.evaluate.Calibration;
import org.glassllm.evaluate.Estimate;
import org.glassllm.picture.Charts;
import org.glassllm.pipeline.PipelineStages.Planned;
import org.glassllm.report.DataTable;
import org.glassllm.report.Heading;
import org.glassllm.report.Paragraph;
import org.glassllm.report.Part;
import org.glassllm.report.Plot;
import org.glassllm.report.Report;
import org.glassllm.run.ComparisonReport;
import org.glassllm.run.ComparisonTables;
import org.glassllm.text.tasks.PreferenceSource;

/**
 * Turns the results of a pipeline into a report. Two pipelines with the same recipe and seed give
 * the same report, so the report has no times.
 *
 * @param stages the stages
 * @param result the results
 */
record PipelineReport(PipelineStages stages, PipelineResult result) {
  /** Returns the complete report. */
  Report report() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Paragraph(setting()));
    parts.add(new Heading("Stages"));
    parts.add(stageTable());
    parts.add(
        new Paragraph(
            "Each stage is a run: glass chat --run FOLDER/dpo speaks with a model, and glass compare"
                + " evaluates several runs. The file costs.md has the wall time and the memory of each"
                + " stage. This report has no times, so equal pipelines give equal reports."));
    parts.add(new Heading("Losses"));
    parts.addAll(losses());
    parts.addAll(new ComparisonReport(result.skills()).figures());
    parts.addAll(alongTraining());
    parts.addAll(rewardModel());
    parts.addAll(dpo());
    parts.addAll(additions());
    parts.addAll(new ComparisonReport(result.skills()).samples());
    return new Report("Pipeline " + stages.recipe().name(), parts);
  }

  private String setting() {
    PipelineRecipe.Model model = stages.recipe().model();
    PipelineRecipe.Test test = stages.recipe().test();
    return String.format(
        Locale.ROOT,
        "One small language model (%d layers, dimension %d, context %d) goes through all stages after"
            + " pretraining; the seed is %d. All data is generated, so a program knows the right"
            + " answers. At the end, all policies answer the same %,d test instructions, which no"
            + " stage has read: once greedily, and %d times at temperature 1. The reference of KL is"
            + " the run sft.",
        model.layers(),
        model.dim(),
        model.context(),
        stages.seed(),
        result.skills().examples().size(),
        test.samples());
  }

  private DataTable stageTable() {
    return new DataTable(
        List.of("run", "from", "what the stage does", "steps", "batch"),
        stages.all().stream().map(PipelineReport::row).toList());
  }

  private static List<String> row(Planned stage) {
    return List.of(
        stage.name(),
        stage.parent() == null ? "-" : stage.parent(),
        sentence(stage.name()),
        String.valueOf(stage.settings().steps()),
        String.valueOf(stage.settings().batch()));
  }

  private static String sentence(String stage) {
    return switch (stage) {
      case PipelineStages.BASE -> "Pretraining learns to continue tales and texts of tasks.";
      case PipelineStages.SFT -> "Supervised fine-tuning learns to answer instructions.";
      case PipelineStages.REWARD -> "The reward model learns which of two answers was preferred.";
      case PipelineStages.DPO -> "DPO makes preferred answers more probable than rejected answers.";
      case PipelineStages.PPO ->
          "PPO samples answers and learns from the reward model, close to sft.";
      case PipelineStages.PPO_NO_KL ->
          "PPO without a KL penalty may leave sft and exploit errors of the reward model.";
      case PipelineStages.GRPO ->
          "GRPO compares several answers to each prompt by the true reward.";
      case PipelineStages.ADD_SFT -> "Supervised fine-tuning on additions stops early.";
      case PipelineStages.GRPO_ADD -> "GRPO on additions continues where add-sft stopped.";
      default -> throw new IllegalArgumentException(stage);
    };
  }

  private List<Part> losses() {
    StageCurves curves = new StageCurves(stages);
    return List.of(
        curves.loss(PipelineStages.BASE, "nats per token"),
        curves.loss(PipelineStages.SFT, "nats per token of an answer"),
        curves.loss(PipelineStages.REWARD, "nats per pair"),
        curves.loss(PipelineStages.DPO, "nats per pair"));
  }

  private List<Part> alongTraining() {
    StageCurves curves = new StageCurves(stages);
    return List.of(
        new Heading("True reward against KL along training"),
        new Paragraph(
            "Each dot is an evaluation during training, on validation instructions. A policy should"
                + " gain true reward at a small KL. The reward model is a proxy: its score can rise"
                + " while the true reward falls, which is reward hacking."),
        curves.trueRewardByKl(),
        curves.modelRewardByKl());
  }

  private List<Part> rewardModel() {
    Calibration found = result.rewardModel();
    Estimate accuracy = found.accuracy();
    double expected = PreferenceSource.bestAccuracy(stages.recipe().data().flipped());
    String text =
        String.format(
            Locale.ROOT,
            "On %,d test preferences, the reward model agrees with %.1f %% of the labels, with the 95"
                + " %% interval from %.1f to %.1f. Labels are wrong with a known probability, so the"
                + " best expected accuracy is %.1f %%; the true reward itself agrees with %.1f %% of"
                + " these labels. The mean distance of the dots from the diagonal is %.3f.",
            found.pairs(),
            100 * accuracy.value(),
            100 * accuracy.low(),
            100 * accuracy.high(),
            100 * expected,
            100 * result.bestPossible(),
            found.error());
    return List.of(new Heading("Reward model"), new Paragraph(text), calibrationPlot(found));
  }

  private static Plot calibrationPlot(Calibration found) {
    double[] predicted = found.bins().stream().mapToDouble(Calibration.Bin::predicted).toArray();
    double[] observed = found.bins().stream().mapToDouble(bin -> bin.observed().value()).toArray();
    double[] diagonal = {0.5, 1};
    return new Plot(
        "calibration",
        "Observed agreement of the reward model against its predicted probability",
        Charts.lines(
            "Calibration of the reward model",
            "predicted probability, σ of the difference",
            "observed share of agreement",
            List.of(
                new Charts.Line("calibrated", diagonal, diagonal, false),
                new Charts.Line("reward model", predicted, observed, true))));
  }

  private List<Part> dpo() {
    return List.of(
        new Heading("DPO"),
        new Paragraph(
            "DPO raises the difference of the two log-probabilities. The log-probability of the chosen"
                + " answers often falls too, only less than that of the rejected answers."),
        new StageCurves(stages).dpoLogProbabilities());
  }

  private List<Part> additions() {
    Stream<Part> text =
        Stream.of(
            new Heading("GRPO on additions"),
            new Paragraph(
                "The run add-sft stops before it can add. The run grpo-add continues with "
                    + (stages.recipe().addReward().equals(PipelineRecipe.RIGHT)
                        ? "the reward 1 for a right answer and 0 for any other answer."
                        : "the true reward.")
                    + " The reference of KL is add-sft."));
    Stream<Part> tables = new ComparisonTables(result.additions()).runs().stream().map(t -> t);
    Stream<Part> plot = Stream.of(new StageCurves(stages).additions());
    return Stream.of(text, tables, plot).flatMap(parts -> parts).toList();
  }
}

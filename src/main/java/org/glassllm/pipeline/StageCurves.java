package org.glassllm.pipeline;

import java.util.List;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.picture.Charts;
import org.glassllm.report.Plot;
import org.glassllm.run.Metrics;
import tech.tablesaw.api.Table;

/**
 * Plots of the metrics during training.
 *
 * @param stages the stages, all complete
 */
record StageCurves(PipelineStages stages) {
  private static final String STEP = "step";
  private static final String KL = "eval_objective/kl";
  private static final String TRUE_REWARD = "eval_objective/true_reward";
  private static final String SCORE = "eval_objective/scores";

  /** The runs whose reward is that of the reward model or of the rules, on all skills. */
  private static final List<String> REINFORCED =
      List.of(PipelineStages.PPO, PipelineStages.PPO_NO_KL, PipelineStages.GRPO);

  private static final List<String> WITH_REWARD_MODEL =
      List.of(PipelineStages.PPO, PipelineStages.PPO_NO_KL);

  private Table metrics(String stage) {
    return Metrics.read(new RunFolder(stages.run(stage)).metricsFile());
  }

  /** Returns the training loss and the validation loss of a stage. */
  Plot loss(String stage, String unit) {
    return new Plot(
        "loss-" + stage,
        "Training loss and validation loss of " + stage + " by step",
        Metrics.lossCurve("Loss of " + stage, unit, metrics(stage)));
  }

  /** Returns the true reward on validation instructions against the divergence. */
  Plot trueRewardByKl() {
    return new Plot(
        "true-reward-by-kl",
        "True reward on validation instructions against the KL from the reference, along training",
        Charts.lines(
            "True reward along training",
            "KL from sft, nats per response",
            "true reward",
            lines(REINFORCED, KL, TRUE_REWARD)));
  }

  /** Returns the score of the reward model against the divergence. */
  Plot modelRewardByKl() {
    return new Plot(
        "model-reward-by-kl",
        "Score of the reward model on validation instructions against the KL, along training",
        Charts.lines(
            "Score of the reward model along training",
            "KL from sft, nats per response",
            "score of the reward model",
            lines(WITH_REWARD_MODEL, KL, SCORE)));
  }

  /** Returns the log-probabilities of held-out answers under the policy of DPO. */
  Plot dpoLogProbabilities() {
    Table table = metrics(PipelineStages.DPO);
    return new Plot(
        "dpo-logps",
        "Mean log-probability of chosen and rejected validation answers during DPO",
        Charts.lines(
            "Log-probabilities during DPO",
            STEP,
            "nats per answer",
            List.of(
                line("chosen", table, STEP, "eval_logps/chosen"),
                line("rejected", table, STEP, "eval_logps/rejected"))));
  }

  /** Returns the mean reward of GRPO on additions. */
  Plot additions() {
    return new Plot(
        "grpo-add",
        "Mean reward of sampled answers to validation additions during GRPO",
        Charts.lines(
            "Additions during GRPO",
            STEP,
            "mean reward",
            lines(List.of(PipelineStages.GRPO_ADD), STEP, SCORE)));
  }

  private List<Charts.Line> lines(List<String> runs, String x, String y) {
    return runs.stream().map(run -> line(run, metrics(run), x, y)).toList();
  }

  /** Returns a line through the evaluations of a run. */
  private static Charts.Line line(String name, Table table, String x, String y) {
    Table measured = table.where(table.doubleColumn(y).isNotMissing());
    double[] across = measured.numberColumn(x).asDoubleArray();
    return new Charts.Line(name, across, measured.doubleColumn(y).asDoubleArray(), true);
  }
}

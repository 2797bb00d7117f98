package org.glassllm.cli;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.glassllm.align.GrpoObjective;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.loss.KlEstimator;
import org.glassllm.run.FineTuning;
import org.glassllm.run.Grpo;
import org.glassllm.run.Recipe;
import org.glassllm.run.TrainingRun;
import picocli.CommandLine.Command;

/** Runs {@code glass grpo}. */
@Command(
    name = "grpo",
    description = {
      "Fine-tune a model with a reward by group relative policy optimization (GRPO).",
      "The data has the layout of glass sft; only its instructions are used. The reference policy is"
          + " the model of --from. A rollout has batch x minibatches x grad-accum answers.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class GrpoCommand extends StageCommand {
  private static final List<StageOption> OPTIONS =
      List.of(
          new StageOption(
              "--reward",
              "rule|right|RUN",
              String.class,
              "Score of an answer: the true reward of a generated instruction (rule), 1 for a right"
                  + " answer (right), or a run of glass reward. Default: rule."),
          StageOption.whole("--tokens", "Maximum number of tokens in an answer. Default: 128."),
          StageOption.number(
              "--missing-eos-penalty",
              "X",
              "Number that is subtracted from the score of a truncated answer. Default: 0."),
          StageOption.whole("--group", "Number of answers to each prompt. Default: 8."),
          StageOption.number("--kl", "X", "Weight of the KL in the loss. Default: 0.02."),
          new StageOption(
              "--kl-estimator", "K2|K3", KlEstimator.class, "Estimate of the KL. Default: K3."),
          StageOption.number(
              "--kl-limit",
              "X",
              "Approximate KL per token at which a rollout ends early; 0 means no limit."
                  + " Default: 0."),
          StageOption.number("--policy-clip", "X", "Clipping of the ratio below 1. Default: 0.2."),
          StageOption.number("--clip-high", "X", "Clipping of the ratio above 1. Default: 0.2."),
          StageOption.flag(
              "--divide", "Divide the advantages by the deviation of their group. Default: true."),
          new StageOption(
              "--mean",
              "tokens|responses",
              GrpoObjective.Mean.class,
              "Whether all tokens or all answers count equally. Default: tokens."),
          StageOption.whole("--epochs", "Number of epochs per rollout. Default: 1."),
          StageOption.whole("--minibatches", "Number of optimizer steps per epoch. Default: 2."));

  @Override
  List<StageOption> options() {
    return OPTIONS;
  }

  @Override
  FineTuning defaults(String template) {
    return new Grpo(template, "rule");
  }

  @Override
  Recipe recipe(Recipe parent) {
    return Grpo.recipe(parent);
  }

  @Override
  void describe(TrainingRun training) {
    note("%s", RolloutReport.describe(training, beginning(training, "GRPO")));
  }

  @Override
  String measure(Device where, RunFolder folder, Map<String, Object> result) {
    return RolloutReport.measure(this, folder, result);
  }
}

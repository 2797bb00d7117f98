package org.glassllm.cli;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.FineTuning;
import org.glassllm.run.Ppo;
import org.glassllm.run.Recipe;
import org.glassllm.run.TrainingRun;
import picocli.CommandLine.Command;

/** Runs {@code glass ppo}. */
@Command(
    name = "ppo",
    description = {
      "Fine-tune a model with a reward by proximal policy optimization (PPO).",
      "The data has the layout of glass sft; only its instructions are used. The reference policy is"
          + " the model of --from. A rollout has batch x minibatches x grad-accum answers.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class PpoCommand extends StageCommand {
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
              "Number that is subtracted from the score of a truncated answer. Default: 1."),
          StageOption.number("--kl", "X", "Coefficient of the KL penalty. Default: 0.05."),
          StageOption.number(
              "--kl-target",
              "X",
              "Intended KL per answer in nats, to which the coefficient adapts; 0 keeps it fixed."
                  + " Default: 0."),
          StageOption.number(
              "--kl-horizon",
              "X",
              "Number of answers in which an error of 20 %% changes the coefficient by about"
                  + " 20 %%. Default: 10000."),
          StageOption.number(
              "--kl-limit",
              "X",
              "Approximate KL per token at which a rollout ends early; 0 means no limit."
                  + " Default: 0."),
          StageOption.number("--gamma", "X", "Discount factor. Default: 1."),
          StageOption.number("--lambda", "X", "Lambda of GAE. Default: 0.95."),
          StageOption.number("--policy-clip", "X", "Clipping of the ratio. Default: 0.2."),
          StageOption.number("--value-clip", "X", "Clipping of the values. Default: 0.2."),
          StageOption.number("--value-coefficient", "X", "Weight of the value loss. Default: 0.1."),
          StageOption.number("--entropy-coefficient", "X", "Weight of the entropy. Default: 0."),
          StageOption.whole("--epochs", "Number of epochs per rollout. Default: 4."),
          StageOption.whole("--minibatches", "Number of optimizer steps per epoch. Default: 4."),
          StageOption.flag(
              "--whiten-rewards",
              "Divide the rewards by their standard deviation. Default: false."));

  @Override
  List<StageOption> options() {
    return OPTIONS;
  }

  @Override
  FineTuning defaults(String template) {
    return new Ppo(template, "rule");
  }

  @Override
  Recipe recipe(Recipe parent) {
    return Ppo.recipe(parent);
  }

  @Override
  void describe(TrainingRun training) {
    note("%s", RolloutReport.describe(training, beginning(training, "PPO")));
  }

  @Override
  String measure(Device where, RunFolder folder, Map<String, Object> result) {
    return RolloutReport.measure(this, folder, result);
  }
}

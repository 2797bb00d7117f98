package org.glassllm.cli;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.FineTuning;
import org.glassllm.run.Recipe;
import org.glassllm.run.RewardStage;
import org.glassllm.run.TrainingRun;
import picocli.CommandLine.Command;

/** Runs {@code glass reward}. */
@Command(
    name = "reward",
    description = {
      "Train a reward model on preferences: a fine-tuned model with a value head.",
      "The data is JSONL or a JSON array in TRL's layout: prompt, chosen, rejected.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class RewardCommand extends StageCommand {
  @Override
  List<StageOption> options() {
    return List.of();
  }

  @Override
  FineTuning defaults(String template) {
    return new RewardStage(template, null, false);
  }

  @Override
  Recipe recipe(Recipe parent) {
    return RewardStage.recipe(parent);
  }

  @Override
  void describe(TrainingRun training) {
    note("%s", PairReport.describe(training, beginning(training, "Training a reward model")));
  }

  @Override
  String measure(Device where, RunFolder folder, Map<String, Object> result) {
    return PairReport.measure("Held-out pairs", folder, result)
        + format("Next:  glass ppo --from RUN --reward %s --data FILE%n", folder());
  }
}

package org.glassllm.cli;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.Dpo;
import org.glassllm.run.FineTuning;
import org.glassllm.run.Recipe;
import org.glassllm.run.TrainingRun;
import picocli.CommandLine.Command;

/** Runs {@code glass dpo}. */
@Command(
    name = "dpo",
    description = {
      "Fine-tune a model on preferences by direct preference optimization (DPO).",
      "The data is JSONL or a JSON array in TRL's layout: prompt, chosen, rejected. The reference"
          + " policy is the model of --from.",
      "Ctrl-C saves a checkpoint and prints how to resume; a second Ctrl-C ends at once."
    })
final class DpoCommand extends StageCommand {
  private static final List<StageOption> OPTIONS =
      List.of(
          new StageOption(
              "--loss",
              String.join("|", Dpo.LOSSES),
              String.class,
              "Loss of a pair. Default: sigmoid, the loss of DPO's paper."),
          StageOption.number(
              "--beta",
              "X",
              "A larger beta keeps the policy closer to the reference policy. Default: 0.1."),
          StageOption.number(
              "--smoothing",
              "X",
              "Assumed probability of a flipped label, from 0 to below 0.5. Default: 0."),
          StageOption.flag(
              "--length-normalized",
              "Divide each log-ratio by the number of tokens in the answer. Default: false."));

  @Override
  List<StageOption> options() {
    return OPTIONS;
  }

  @Override
  FineTuning defaults(String template) {
    return new Dpo(template, null, false, Dpo.LOSSES.get(0), 0.1, 0, false);
  }

  @Override
  Recipe recipe(Recipe parent) {
    return Dpo.recipe(parent);
  }

  @Override
  void describe(TrainingRun training) {
    note("%s", PairReport.describe(training, beginning(training, "DPO")));
  }

  @Override
  String measure(Device where, RunFolder folder, Map<String, Object> result) {
    return PairReport.measure("Held-out pairs", folder, result)
        + format("Next:  glass chat --run %s%n", folder());
  }
}

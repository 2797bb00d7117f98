package org.glassllm.cli;

import java.util.Map;
import org.glassllm.batch.ExampleFile;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.TrainingRun;

/** Describes runs of PPO and GRPO and reports their metrics. */
final class RolloutReport {
  private RolloutReport() {}

  /** Returns a line about the data of a run. */
  static String describe(TrainingRun training, String beginning) {
    ExampleFile prompts = ExampleFile.open(training.folder().trainingTokens());
    ExampleFile kept = ExampleFile.open(training.folder().validationTokens());
    return Subcommand.format(
        "%s on %s: %,d instructions, %,d held-out instructions, %,d parameters, context %d",
        beginning,
        training.data().source(),
        prompts.size(),
        kept.size(),
        training.model().parameterCount(),
        training.model().context());
  }

  /** Puts the metrics of the held-out instructions into {@code result}; returns them as text. */
  static String measure(StageCommand command, RunFolder folder, Map<String, Object> result) {
    return PairReport.measure("Held-out instructions", folder, result)
        + Subcommand.format("Next:  glass chat --run %s%n", command.folder());
  }
}

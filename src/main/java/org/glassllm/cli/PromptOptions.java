package org.glassllm.cli;

import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.glassllm.base.InputException;
import org.glassllm.run.PromptBatch;
import org.glassllm.run.PromptFile;
import org.glassllm.run.TrainedModel;
import picocli.CommandLine.Option;

/** Declares the options of {@code glass generate} for a file of prompts. */
final class PromptOptions {
  private static final int ROWS = 16;

  @Option(
      names = "--prompts",
      paramLabel = "FILE",
      description =
          "Continue many prompts in batches: each line of a text file is a prompt, or each line"
              + " of a .jsonl file is an object with \"prompt\" and optionally \"id\", \"seed\""
              + " and \"tokens\". The output is one JSON object per prompt, in the same order.")
  private Path prompts;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "File for the results of --prompts. If the process is killed, the same command"
              + " continues after the last complete line. FILE.state records the settings."
              + " Default: standard output.")
  private Path output;

  @Option(
      names = "--overwrite",
      description = "Delete the results in the --output file and start with the first prompt.")
  private boolean overwrite;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Maximum number of prompts that are continued at the same time, from 1 to 1024."
              + " Default: "
              + ROWS
              + ".")
  private Integer rows;

  /** Returns whether there is a file of prompts. */
  boolean given() {
    return prompts != null;
  }

  /**
   * Throws an exception for options that exclude each other.
   *
   * @param alone whether an option is given that requires a single prompt
   */
  void check(boolean alone) {
    if (given() && alone) {
      throw new InputException(
          "--prompts cannot be combined with --prompt, --beams, --draft, --json or options of the"
              + " cache; omit one of the options (the output of --prompts is JSON)");
    }
    if (!given() && (output != null || overwrite || rows != null)) {
      throw new InputException(
          "--output, --overwrite and --batch need --prompts FILE; give a file of prompts, or omit"
              + " the options");
    }
    if (overwrite && output == null) {
      throw new InputException("--overwrite needs --output FILE; give a file, or omit --overwrite");
    }
  }

  /**
   * Continues all prompts; throws an exception at the end if a prompt failed.
   *
   * @param settings returns the settings of a batch with a number of rows
   * @param trained opens the model
   */
  void run(Subcommand command, IntFunction<PromptBatch> settings, Supplier<TrainedModel> trained) {
    PromptBatch batch = settings.apply(Given.or(rows, ROWS));
    PromptFile file = new PromptFile(prompts);
    if (output != null) {
      PromptRun.requireOther(output, prompts);
    }
    try (TrainedModel model = trained.get()) {
      PromptRun run = new PromptRun(command, batch, file, model);
      if (output == null) {
        run.print();
      } else {
        run.append(output, overwrite);
      }
      run.requireNoFailure();
    }
  }
}

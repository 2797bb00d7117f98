package org.glassllm.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Declares the option {@code --run}. */
final class RunOption {
  @Option(
      names = "--run",
      paramLabel = "DIR",
      defaultValue = "runs/default",
      description = "Folder of the run. Default: ${DEFAULT-VALUE}.")
  private Path folder;

  /** Returns the run folder. */
  Path folder() {
    return folder;
  }
}

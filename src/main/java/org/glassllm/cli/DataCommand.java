package org.glassllm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code glass data}: makes, fetches, counts and checks texts. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "Make, fetch, count and check texts.",
    subcommands = {
      DataTales.class,
      DataFetch.class,
      DataList.class,
      DataStats.class,
      DataCheck.class
    })
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** For picocli. */
  public DataCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "data needs a subcommand: tales, fetch, list, stats or check");
  }
}

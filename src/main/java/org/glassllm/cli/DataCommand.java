package org.glassllm.cli;

import picocli.CommandLine.Command;

/** Groups the subcommands of {@code glass data}. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "Generate, download, count and check texts.",
    subcommands = {
      DataTales.class,
      DataTasks.class,
      DataExamples.class,
      DataFetch.class,
      DataList.class,
      DataStats.class,
      DataCheck.class
    })
final class DataCommand {}

package org.glassllm.cli;

import java.nio.file.Path;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.ReadOptions;
import org.glassllm.text.examples.ReadReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code glass data examples}. */
@Command(
    name = "examples",
    description = {
      "Read instructions, dialogues or preferences; count the rows that are kept, skipped and"
          + " truncated.",
      "Layouts: Alpaca, ChatML (messages), ShareGPT (conversations); with --preferences, TRL"
          + " (prompt, chosen, rejected). The file is a JSON array or JSONL."
    })
final class DataExamples extends Subcommand {
  @Option(names = "--data", paramLabel = "F", required = true, description = "Input file.")
  private Path file;

  @Option(names = "--preferences", description = "Read preferences.")
  private boolean preferences;

  @Option(names = "--strict", description = "Stop with an error at the first malformed row.")
  private boolean strict;

  @Option(
      names = "--most-characters",
      paramLabel = "N",
      description =
          "Maximum length of an example; longer examples are truncated or skipped." + DEFAULT)
  private int most = ReadOptions.DEFAULT.mostCharacters();

  @Override
  public void run() {
    ReadOptions options = new ReadOptions(strict, most);
    ReadReport report =
        preferences
            ? ExampleReader.preferences(file, options, preference -> {})
            : ExampleReader.examples(file, options, example -> {});
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%d rows: %d kept, %d skipped, %d truncated%n",
            report.rows(), report.kept(), report.skipped(), report.truncated()));
    report.firstFaults().forEach(fault -> text.append(format("%s%n", fault)));
    printResult(report, text.toString());
  }
}

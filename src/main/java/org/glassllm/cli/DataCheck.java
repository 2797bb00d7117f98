package org.glassllm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.text.Corpus;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.text.tales.TaleScorer;
import org.glassllm.text.tales.Tales;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code glass data check}. */
@Command(
    name = "check",
    description =
        "Measure the share of grammatical tales and the share of consistent tales in a" + " text.")
final class DataCheck extends Subcommand {
  @Option(
      names = "--data",
      paramLabel = "F",
      required = true,
      description =
          "A UTF-8 file of tales, separated by blank lines, for example tales that a"
              + " model generated.")
  private Path data;

  @Override
  public void run() {
    String text = Corpus.read(data).text();
    TaleChecker.Report report = TaleChecker.checkAll(Tales.split(text));
    double nats = -TaleScorer.logProbability(text) / text.length();
    boolean scored = nats < Double.POSITIVE_INFINITY;
    if (json()) {
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("tales", report.tales());
      numbers.put("parsing", report.parsing());
      numbers.put("consistent", report.consistent());
      numbers.put("parsing_share", report.parsingShare());
      numbers.put("consistent_share", report.consistentShare());
      numbers.put("nats_per_character", scored ? nats : null);
      numbers.put("first_fault", report.firstFault());
      printJson(numbers);
      return;
    }
    printf("tales       %d%n", report.tales());
    printf("grammatical %d (%.1f %%)%n", report.parsing(), 100 * report.parsingShare());
    printf("consistent  %d (%.1f %%)%n", report.consistent(), 100 * report.consistentShare());
    if (!report.firstFault().isEmpty()) {
      printf("first fault %s%n", report.firstFault());
    }
    if (scored) {
      printf("loss        %.4f nats per character under the grammar of the bundled tales%n", nats);
    }
  }
}

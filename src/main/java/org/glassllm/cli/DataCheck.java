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

/** {@code glass data check}: how many tales of a file are tales. */
@Command(
    name = "check",
    description = "Say which share of a file's tales parse and keep their world consistent.")
final class DataCheck extends Subcommand {
  private static final double PERCENT = 100;

  @Option(
      names = "--data",
      paramLabel = "F",
      required = true,
      description = "Tales with blank lines between them, for example those of a model.")
  private Path data;

  @Override
  public void run() {
    String text = Corpus.read(data).text();
    TaleChecker.Report report = TaleChecker.checkAll(Tales.split(text));
    double score = TaleScorer.logProbability(text);
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("tales", report.tales());
    numbers.put("parsing", report.parsing());
    numbers.put("consistent", report.consistent());
    numbers.put("parsing_share", report.parsingShare());
    numbers.put("consistent_share", report.consistentShare());
    if (score > Double.NEGATIVE_INFINITY) {
      numbers.put("nats_per_character", -score / text.length());
    }
    numbers.put("first_fault", report.firstFault());
    if (json()) {
      printJson(numbers);
      return;
    }
    printf("tales       %d%n", report.tales());
    printf("parse       %d (%.1f %%)%n", report.parsing(), PERCENT * report.parsingShare());
    printf("consistent  %d (%.1f %%)%n", report.consistent(), PERCENT * report.consistentShare());
    if (!report.firstFault().isEmpty()) {
      printf("first fault %s%n", report.firstFault());
    }
    if (score > Double.NEGATIVE_INFINITY) {
      printf("own score   %.4f nats per character%n", -score / text.length());
    }
  }
}

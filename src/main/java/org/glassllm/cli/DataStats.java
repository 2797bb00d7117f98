package org.glassllm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.text.Corpus;
import org.glassllm.text.CorpusStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Runs {@code glass data stats}. */
@Command(
    name = "stats",
    description = "Count the characters, words and documents of a text file or folder.")
final class DataStats extends Subcommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "F",
      description = "Text file, or folder of text files, whose words are counted.")
  private Path data;

  @Option(
      names = "--words",
      paramLabel = "N",
      description = "Number of words to print, most frequent first." + DEFAULT)
  private int words = 20;

  @Override
  public void run() {
    Check.atLeast("--words", words, 1);
    CorpusStatistics statistics = CorpusStatistics.of(Corpus.read(data));
    if (json()) {
      Map<String, Object> numbers = new LinkedHashMap<>();
      statistics.numbers().forEach((k, v) -> numbers.put(k.replace(' ', '_'), whole(v)));
      numbers.put("common_words", rows(statistics.commonWords(words)));
      numbers.put("character_classes", rows(statistics.characterClasses()));
      printJson(numbers);
      return;
    }
    statistics.numbers().forEach((k, v) -> printf("%-24s %s%n", k, whole(v)));
    printf("%n%s%n", statistics.characterClasses().print());
    printf("%n%s%n", statistics.commonWords(words).print());
  }

  private static Number whole(double value) {
    return value == Math.rint(value) ? (Number) (long) value : (Number) value;
  }

  private static List<Map<String, Object>> rows(Table table) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : table) {
      Map<String, Object> cells = new LinkedHashMap<>();
      row.columnNames().forEach(name -> cells.put(name, row.getObject(name)));
      rows.add(cells);
    }
    return rows;
  }
}

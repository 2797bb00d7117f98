package org.glassllm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** Counts against counts by hand. */
class CorpusStatisticsTest {
  private static final List<Document> DOCUMENTS =
      List.of(
          Document.of("a", "The cat's hat. The END\n"),
          Document.of("b", "你好! x2 'the' 😀"),
          Document.of("c", "the\n\nend"));

  private final CorpusStatistics statistics = CorpusStatistics.of(Corpus.of("c", DOCUMENTS));

  @Test
  void countsAreThoseMadeByHand() {
    Map<String, Double> numbers = statistics.numbers();
    assertEquals(3, numbers.get("documents"));
    assertEquals(23 + 15 + 8, numbers.get("characters"));
    assertEquals(23 + 14 + 8, numbers.get("code points"));
    assertEquals(1 + 1 + 3, numbers.get("lines"));
    assertEquals(5 + 3 + 2, numbers.get("words"));
    // the, cat's, hat, end, 你好, x2
    assertEquals(6, numbers.get("distinct words"));
    assertEquals(46 / 3.0, numbers.get("mean document length"), 1e-12);
    assertEquals(15, numbers.get("median document length"));
    long bytes =
        DOCUMENTS.stream().mapToLong(d -> d.text().getBytes(StandardCharsets.UTF_8).length).sum();
    assertEquals(bytes, numbers.get("bytes"));
  }

  @Test
  void theTableHoldsTheNumbers() {
    Table table = statistics.table();
    assertEquals(List.of("quantity", "value"), table.columnNames());
    assertEquals(List.copyOf(statistics.numbers().keySet()), table.stringColumn(0).asList());
    assertEquals(46, table.doubleColumn("value").get(1));
  }

  @Test
  void commonWordsComeByCountThenByAlphabet() {
    Table words = statistics.commonWords(3);
    assertEquals(List.of("the", "end", "cat's"), words.stringColumn("word").asList());
    assertEquals(4, words.longColumn("count").get(0));
    assertEquals(0.4, words.doubleColumn("share").get(0), 1e-12);
  }

  @Test
  void everyCharacterIsInOneClass() {
    Table classes = statistics.characterClasses();
    assertEquals(45, classes.longColumn("count").sum());
    assertEquals(1, classes.doubleColumn("share").sum(), 1e-12);
    int ideographs = classes.stringColumn("class").asList().indexOf("ideographs");
    assertEquals(2, classes.longColumn("count").get(ideographs));
  }

  @Test
  void evenNumbersOfDocumentsHaveAMedianToo() {
    List<Document> two = List.of(Document.of("a", "1"), Document.of("b", "1234"));
    assertEquals(
        2.5, CorpusStatistics.of(Corpus.of("c", two)).numbers().get("median document length"));
  }
}

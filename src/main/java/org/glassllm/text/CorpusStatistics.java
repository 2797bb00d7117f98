package org.glassllm.text;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.glassllm.base.Check;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Counts what a corpus holds, in one pass.
 *
 * <p>A word is a longest run of letters, digits and marks, with apostrophes inside, in lower case.
 * Chinese writes no spaces, so there a whole phrase counts as a word.
 */
public final class CorpusStatistics {
  private final long[] lengths;
  private final Map<String, long[]> words = new HashMap<>();
  private final long[] codePoints = new long[Character.MAX_CODE_POINT + 1];
  private long chars;
  private long bytes;
  private long lines;
  private long wordCount;

  private CorpusStatistics(List<Document> documents) {
    lengths = documents.stream().mapToLong(d -> d.text().length()).sorted().toArray();
    documents.forEach(d -> count(d.text()));
  }

  /** Counts a corpus. */
  public static CorpusStatistics of(Corpus corpus) {
    return of(corpus.documents());
  }

  /** Counts documents, at least one. */
  public static CorpusStatistics of(List<Document> documents) {
    Check.atLeast("documents", documents.size(), 1);
    return new CorpusStatistics(documents);
  }

  /** The counts by name, in the order of the table. */
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("documents", (double) lengths.length);
    numbers.put("characters", (double) chars);
    numbers.put("code points", (double) LongStream.of(codePoints).sum());
    numbers.put("bytes", (double) bytes);
    numbers.put("lines", (double) lines);
    numbers.put("words", (double) wordCount);
    numbers.put("distinct words", (double) words.size());
    numbers.put(
        "distinct characters", (double) LongStream.of(codePoints).filter(n -> n > 0).count());
    numbers.put("mean document length", (double) chars / lengths.length);
    numbers.put("median document length", median());
    return numbers;
  }

  /**
   * The counts as a table with the columns {@code quantity} and {@code value}. Characters are Java
   * {@code char}s, bytes those of UTF-8, lengths are in characters.
   */
  public Table table() {
    Map<String, Double> numbers = numbers();
    return Table.create(
        "corpus",
        StringColumn.create("quantity", numbers.keySet()),
        DoubleColumn.create("value", numbers.values()));
  }

  /**
   * The most common words with the columns {@code word}, {@code count} and {@code share} of all
   * words; equally common ones in alphabetical order.
   *
   * @param limit how many rows at most, at least 1
   */
  public Table commonWords(int limit) {
    Check.positive("limit", limit);
    StringColumn word = StringColumn.create("word");
    LongColumn count = LongColumn.create("count");
    DoubleColumn share = DoubleColumn.create("share");
    words.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, long[]> e) -> -e.getValue()[0])
                .thenComparing(Map.Entry::getKey))
        .limit(limit)
        .forEach(
            e -> {
              word.append(e.getKey());
              count.append(e.getValue()[0]);
              share.append((double) e.getValue()[0] / wordCount);
            });
    return Table.create("common words", word, count, share);
  }

  /** Kinds of characters with the columns {@code class}, {@code count} and {@code share}. */
  public Table characterClasses() {
    Map<CharacterClass, Long> counts = new EnumMap<>(CharacterClass.class);
    for (int c = 0; c < codePoints.length; c++) {
      if (codePoints[c] > 0) {
        counts.merge(CharacterClass.of(c), codePoints[c], Long::sum);
      }
    }
    long total = Math.max(1, LongStream.of(codePoints).sum());
    StringColumn name = StringColumn.create("class");
    LongColumn count = LongColumn.create("count");
    DoubleColumn share = DoubleColumn.create("share");
    for (CharacterClass c : CharacterClass.values()) {
      name.append(c.label());
      count.append(counts.getOrDefault(c, 0L));
      share.append(counts.getOrDefault(c, 0L) / (double) total);
    }
    return Table.create("character classes", name, count, share);
  }

  private void count(String text) {
    chars += text.length();
    int wordStart = -1;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      codePoints[c]++;
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      lines += c == '\n' ? 1 : 0;
      boolean inWord = isWord(c) || (wordStart >= 0 && apostropheInside(text, i));
      if (inWord && wordStart < 0) {
        wordStart = i;
      } else if (!inWord && wordStart >= 0) {
        addWord(text.substring(wordStart, i));
        wordStart = -1;
      }
      i += Character.charCount(c);
    }
    if (wordStart >= 0) {
      addWord(text.substring(wordStart));
    }
    lines += !text.isEmpty() && !text.endsWith("\n") ? 1 : 0;
  }

  private static boolean isWord(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean apostropheInside(String text, int i) {
    char c = text.charAt(i);
    return (c == '\'' || c == '’') && i + 1 < text.length() && isWord(text.codePointAt(i + 1));
  }

  private void addWord(String word) {
    words.computeIfAbsent(word.toLowerCase(Locale.ROOT), k -> new long[1])[0]++;
    wordCount++;
  }

  private double median() {
    int n = lengths.length;
    return (lengths[(n - 1) / 2] + lengths[n / 2]) / 2.0;
  }
}

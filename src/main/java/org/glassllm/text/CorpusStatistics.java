package org.glassllm.text;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Counts the documents, characters and words of a corpus in one pass. The distinct words must fit
 * into memory.
 *
 * <p>A word is a maximal sequence of letters, digits and marks, in lower case; a word may contain
 * single apostrophes. Chinese has no spaces, so a complete phrase counts as one word.
 */
public final class CorpusStatistics {
  /**
   * The classes of characters that a tokenizer treats differently. A character belongs to the first
   * matching class.
   */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("Latin letters", "[\\p{IsLatin}&&\\p{L}&&\\P{IsIdeographic}]"),
          new Kind("ideographs", "\\p{IsIdeographic}"),
          new Kind("other letters", "\\p{L}"),
          new Kind("digits", "\\p{Nd}"),
          new Kind("white space", "[\\p{javaWhitespace}\\p{Z}]"),
          new Kind("punctuation", "\\p{P}"),
          new Kind("other", "(?s)."));

  private record Kind(String label, Predicate<String> holds) {
    Kind(String label, String regex) {
      this(label, Pattern.compile(regex).asMatchPredicate());
    }
  }

  private final long[] lengths;
  private final Map<String, Long> words = new HashMap<>();
  private final long[] codePoints = new long[Character.MAX_CODE_POINT + 1];
  private long chars;
  private long bytes;
  private long lines;
  private long wordCount;
  private final StringBuilder word = new StringBuilder();
  private int previous;
  private int apostrophe; // an apostrophe after a word, kept if a letter follows; else 0

  private CorpusStatistics(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      lengths = documents.mapToLong(this::count).sorted().toArray();
    }
    chars = LongStream.of(lengths).sum();
  }

  /** Returns the statistics of a corpus; reads the corpus once. */
  public static CorpusStatistics of(Corpus corpus) {
    return new CorpusStatistics(corpus);
  }

  /** Returns the values by the name of the quantity, in the order of {@link #table()}. */
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("documents", (double) lengths.length);
    numbers.put("characters", (double) chars);
    numbers.put("code points", (double) LongStream.of(codePoints).sum());
    numbers.put("bytes", (double) bytes);
    numbers.put("lines", (double) lines);
    numbers.put("words", (double) wordCount);
    numbers.put("distinct words", (double) words.size());
    long distinct = LongStream.of(codePoints).filter(n -> n > 0).count();
    numbers.put("distinct characters", (double) distinct);
    numbers.put("mean document length", (double) chars / lengths.length);
    long twice = lengths[(lengths.length - 1) / 2] + lengths[lengths.length / 2];
    numbers.put("median document length", twice / 2.0);
    return numbers;
  }

  /**
   * Returns the values as a table with the columns {@code quantity} and {@code value}. Characters
   * are Java {@code char}s, bytes are UTF-8 bytes, and lengths are in characters.
   */
  public Table table() {
    Map<String, Double> numbers = numbers();
    return Table.create(
        "corpus",
        StringColumn.create("quantity", numbers.keySet()),
        DoubleColumn.create("value", numbers.values()));
  }

  /**
   * Returns a table of the most common words with the columns {@code word}, {@code count} and
   * {@code share} of all words. Equally common words are in alphabetical order.
   *
   * @param limit the maximum number of rows, at least 1
   */
  public Table commonWords(int limit) {
    Check.positive("limit", limit);
    Map<String, Long> common = new LinkedHashMap<>();
    words.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .forEach(e -> common.put(e.getKey(), e.getValue()));
    return shares("common words", "word", common, wordCount);
  }

  /**
   * Returns a table of the classes of characters with the columns {@code class}, {@code count} and
   * {@code share} of all code points.
   */
  public Table characterClasses() {
    Map<String, Long> counts = new LinkedHashMap<>();
    KINDS.forEach(kind -> counts.put(kind.label, 0L));
    for (int c = 0; c < codePoints.length; c++) {
      if (codePoints[c] > 0) {
        String character = Character.toString(c);
        Kind kind = KINDS.stream().filter(k -> k.holds.test(character)).findFirst().orElseThrow();
        counts.merge(kind.label, codePoints[c], Long::sum);
      }
    }
    long total = Math.max(1, LongStream.of(codePoints).sum());
    return shares("character classes", "class", counts, total);
  }

  private static Table shares(String title, String column, Map<String, Long> counts, long total) {
    long[] all = counts.values().stream().mapToLong(n -> n).toArray();
    return Table.create(
        title,
        StringColumn.create(column, counts.keySet()),
        LongColumn.create("count", all),
        DoubleColumn.create("share", LongStream.of(all).mapToDouble(n -> (double) n / total)));
  }

  /** Counts a document block by block and returns the length of the document in {@code char}s. */
  private long count(Document document) {
    long[] length = new long[1];
    previous = '\n';
    Document.Blocks counting =
        block -> {
          length[0] += block.length();
          block.codePoints().forEach(this::count);
        };
    document.decode(Long.MAX_VALUE, counting);
    endWord();
    lines += previous == '\n' ? 0 : 1;
    return length[0];
  }

  private void count(int c) {
    codePoints[c]++;
    bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    lines += c == '\n' ? 1 : 0;
    previous = c;
    if (isWord(c)) {
      word.append(apostrophe != 0 ? Character.toString(apostrophe) : "").appendCodePoint(c);
      apostrophe = 0;
    } else if ((c == '\'' || c == '’') && word.length() > 0 && apostrophe == 0) {
      apostrophe = c;
    } else {
      endWord();
    }
  }

  private void endWord() {
    if (word.length() > 0) {
      words.merge(word.toString().toLowerCase(Locale.ROOT), 1L, Long::sum);
      wordCount++;
    }
    word.setLength(0);
    apostrophe = 0;
  }

  private static boolean isWord(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}

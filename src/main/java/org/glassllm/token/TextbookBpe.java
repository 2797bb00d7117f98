package org.glassllm.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A textbook implementation of byte-pair encoding: short, slow and exact. Lesson 01 shows this
 * class, and a test compares the fast tokenizer of {@code token.bpe} with this class.
 *
 * <p>Training counts adjacent pairs in all words, merges the most frequent pair everywhere, and
 * repeats these two steps. Encoding applies the merges to each word in the order in which they were
 * learned.
 */
public final class TextbookBpe {
  private final WordSplitter splitter;

  /** The token of each id, spelled in {@link ByteAlphabet}. */
  private final List<String> tokens = new ArrayList<>();

  private final List<Merge> merges = new ArrayList<>();

  private TextbookBpe(WordSplitter splitter) {
    this.splitter = splitter;
    for (byte b : ByteAlphabet.inOrder()) {
      tokens.add(String.valueOf(ByteAlphabet.of(b)));
    }
  }

  /**
   * Returns a tokenizer with {@code vocabSize - 256} merges learned from a text, or with fewer
   * merges if no pair is left.
   */
  public static TextbookBpe train(String text, int vocabSize, WordSplitter splitter) {
    TextbookBpe bpe = new TextbookBpe(splitter);
    Map<List<Integer>, Integer> words = new LinkedHashMap<>();
    for (List<Integer> word : bpe.words(Utf8.bytes(text))) {
      words.merge(word, 1, Integer::sum);
    }
    while (bpe.tokens.size() < vocabSize) {
      List<Integer> pair = mostFrequentPair(words);
      if (pair.isEmpty()) {
        break;
      }
      Merge best = new Merge(pair.get(0), pair.get(1), bpe.idOfJoined(pair));
      bpe.merges.add(best);
      Map<List<Integer>, Integer> merged = new LinkedHashMap<>();
      words.forEach((word, count) -> merged.merge(apply(best, word), count, Integer::sum));
      words = merged;
    }
    return bpe;
  }

  /** Returns the merges in the order in which they were learned. */
  public List<Merge> merges() {
    return List.copyOf(merges);
  }

  /** Returns the ids of a text. */
  public List<Integer> encode(String text) {
    List<Integer> ids = new ArrayList<>();
    for (List<Integer> word : words(Utf8.bytes(text))) {
      for (Merge merge : merges) {
        word = apply(merge, word);
      }
      ids.addAll(word);
    }
    return ids;
  }

  /** Returns the text that the ids stand for. */
  public String decode(List<Integer> ids) {
    StringBuilder spelled = new StringBuilder();
    ids.forEach(id -> spelled.append(tokens.get(id)));
    return new String(ByteAlphabet.decode(spelled.toString()), StandardCharsets.UTF_8);
  }

  private static List<Integer> mostFrequentPair(Map<List<Integer>, Integer> words) {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    words.forEach(
        (word, count) -> {
          for (int i = 0; i + 1 < word.size(); i++) {
            counts.merge(List.of(word.get(i), word.get(i + 1)), count, Integer::sum);
          }
        });
    Comparator<List<Integer>> smallerIds =
        Comparator.comparing((List<Integer> pair) -> pair.get(0))
            .thenComparing(pair -> pair.get(1))
            .reversed();
    return counts.keySet().stream()
        .max(Comparator.<List<Integer>>comparingInt(counts::get).thenComparing(smallerIds))
        .orElse(List.of());
  }

  /**
   * Returns the id of the token that joins a pair; adds the token if it is new. Two pairs with the
   * same bytes, such as (ab, c) and (a, bc), share one token.
   */
  private int idOfJoined(List<Integer> pair) {
    String joined = tokens.get(pair.get(0)) + tokens.get(pair.get(1));
    if (!tokens.contains(joined)) {
      tokens.add(joined);
    }
    return tokens.indexOf(joined);
  }

  private static List<Integer> apply(Merge merge, List<Integer> word) {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < word.size(); i++) {
      boolean pair =
          i + 1 < word.size() && word.get(i) == merge.left() && word.get(i + 1) == merge.right();
      result.add(pair ? merge.result() : word.get(i));
      if (pair) {
        i++;
      }
    }
    return result;
  }

  private List<List<Integer>> words(byte[] text) {
    List<List<Integer>> words = new ArrayList<>();
    for (int from = 0, to; from < text.length; from = to) {
      to = splitter.wordEnd(text, from, text.length);
      String spelled = ByteAlphabet.encode(Arrays.copyOfRange(text, from, to));
      words.add(spelled.chars().mapToObj(c -> tokens.indexOf(Character.toString(c))).toList());
    }
    return words;
  }
}

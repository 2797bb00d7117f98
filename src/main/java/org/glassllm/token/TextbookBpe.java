package org.glassllm.token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Byte-pair encoding as a textbook has it: short, slow and exact. It is what the lesson shows, and
 * what a test compares {@link BpeTokenizer} and {@link BpeTrainer} with.
 *
 * <p>Training: count neighbours in all words, merge the most frequent pair everywhere, repeat.
 * Encoding: in each word, again and again, merge the pair that was learned first.
 */
public final class TextbookBpe {
  private final Splitter splitter;
  private final List<byte[]> tokens = new ArrayList<>();
  private final List<Merge> merges = new ArrayList<>();

  private TextbookBpe(Splitter splitter) {
    this.splitter = splitter;
    for (byte b : ByteAlphabet.inOrder()) {
      tokens.add(new byte[] {b});
    }
  }

  /** Learns {@code vocabSize - 256} merges from a text, or as many as it has pairs for. */
  public static TextbookBpe train(String text, int vocabSize, SplitPattern pattern) {
    TextbookBpe bpe = new TextbookBpe(pattern.splitter());
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

  /** The merges in the order in which they were learned. */
  public List<Merge> merges() {
    return List.copyOf(merges);
  }

  /** The ids of a text. */
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

  /** The text of ids. */
  public String decode(List<Integer> ids) {
    byte[] bytes = {};
    for (int id : ids) {
      bytes = join(bytes, tokens.get(id));
    }
    return Utf8.text(bytes);
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

  /** Two pairs may be spelled alike, as (ab, c) and (a, bc): they share one token. */
  private int idOfJoined(List<Integer> pair) {
    byte[] joined = join(tokens.get(pair.get(0)), tokens.get(pair.get(1)));
    for (int id = 0; id < tokens.size(); id++) {
      if (java.util.Arrays.equals(tokens.get(id), joined)) {
        return id;
      }
    }
    tokens.add(joined);
    return tokens.size() - 1;
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
    int[] idOfByte = new int[256];
    for (int id = 0; id < 256; id++) {
      idOfByte[tokens.get(id)[0] & 0xFF] = id;
    }
    List<List<Integer>> words = new ArrayList<>();
    for (int from = 0, to; from < text.length; from = to) {
      to = splitter.wordEnd(text, from, text.length);
      List<Integer> word = new ArrayList<>();
      for (int i = from; i < to; i++) {
        word.add(idOfByte[text[i] & 0xFF]);
      }
      words.add(word);
    }
    return words;
  }

  private static byte[] join(byte[] left, byte[] right) {
    byte[] both = java.util.Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}

package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.glassllm.text.TextProgress;
import org.glassllm.token.Merge;

/**
 * Learns merges from counted words: repeatedly merges the most frequent pair. Of equally frequent
 * pairs, the pair with the smaller left id is merged first; for equal left ids, the pair with the
 * smaller right id.
 *
 * <p>A merge updates only the words that contain the merged pair. The order of merges is exactly
 * that of Hugging Face's trainer, with two peculiarities. A merge whose result equals an existing
 * token reuses the id of that token. A merged pair keeps its count, so the pair can be queued and
 * listed twice.
 */
final class MergeLearner {
  /**
   * A pair of ids, the count of the pair, and the words in which the pair was found since it was
   * last queued.
   */
  private static final class Pair {
    final int left;
    final int right;
    long count;
    IntArrayList words = new IntArrayList(2);

    Pair(int left, int right) {
      this.left = left;
      this.right = right;
    }

    void found(int word) {
      if (words.isEmpty() || words.topInt() != word) {
        words.add(word);
      }
    }
  }

  /** A queued pair, with the count and the words that the pair had when it was queued. */
  private record Candidate(Pair pair, long count, IntArrayList words)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      if (count != other.count) {
        return Long.compare(other.count, count);
      }
      int byLeft = Integer.compare(pair.left, other.pair.left);
      return byLeft != 0 ? byLeft : Integer.compare(pair.right, other.pair.right);
    }
  }

  private final Long2ObjectOpenHashMap<Pair> pairs = new Long2ObjectOpenHashMap<>(1 << 14, 0.5f);
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
  private final List<Pair> touched = new ArrayList<>();
  private final List<Merge> merges = new ArrayList<>();
  private final WordCounter.Counts counts;
  private final int[] symbols;
  private final int[] lengths;

  /** The bytes of each id's token, decoded as Latin-1. */
  private final List<String> tokens;

  private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();

  /**
   * Creates a learner and counts the pairs of all words.
   *
   * @param tokens bytes of each token before training: special tokens, then the 256 bytes
   * @param firstByte the id of the first of the 256 bytes
   */
  MergeLearner(WordCounter.Counts counts, List<byte[]> tokens, int firstByte) {
    this.counts = counts;
    this.tokens = new ArrayList<>();
    ids.defaultReturnValue(-1);
    tokens.forEach(token -> this.tokens.add(new String(token, StandardCharsets.ISO_8859_1)));
    int[] byteIds = new int[256];
    for (int id = firstByte; id < tokens.size(); id++) {
      byteIds[tokens.get(id)[0] & 0xFF] = id;
      ids.put(this.tokens.get(id), id);
    }
    ByteStrings words = counts.words();
    symbols = new int[words.start(words.size())];
    Arrays.setAll(symbols, i -> byteIds[words.bytes()[i] & 0xFF]);
    lengths = new int[words.size()];
    Arrays.setAll(lengths, words::length);
    for (int word = 0; word < lengths.length; word++) {
      int start = words.start(word);
      for (int i = start; i + 1 < start + lengths[word]; i++) {
        Pair pair = pair(symbols[i], symbols[i + 1]);
        pair.count += counts.count(word);
        pair.found(word);
      }
    }
    pairs.values().forEach(this::enqueue);
  }

  /**
   * Merges pairs until there are {@code vocabSize} tokens or no pair has the minimum frequency.
   * Returns the merges in order.
   */
  List<Merge> learn(int vocabSize, long minFrequency, TrainingProgress progress) {
    while (tokens.size() < vocabSize && !queue.isEmpty()) {
      Candidate best = queue.poll();
      if (best.count != best.pair.count) {
        queue.add(new Candidate(best.pair, best.pair.count, best.words));
        continue;
      }
      if (best.count < minFrequency) {
        break;
      }
      apply(best);
      if ((merges.size() & 0xFF) == 0) {
        TextProgress.report(0);
        progress.progress(TrainingProgress.Phase.MERGE, tokens.size(), vocabSize);
      }
    }
    progress.progress(TrainingProgress.Phase.MERGE, tokens.size(), tokens.size());
    return merges;
  }

  /** Returns the bytes of each id, including learned tokens. */
  byte[][] tokens() {
    return tokens.stream()
        .map(token -> token.getBytes(StandardCharsets.ISO_8859_1))
        .toArray(byte[][]::new);
  }

  private void apply(Candidate best) {
    int left = best.pair.left;
    int right = best.pair.right;
    String joined = tokens.get(left) + tokens.get(right);
    int known = ids.putIfAbsent(joined, tokens.size());
    int result = known < 0 ? tokens.size() : known;
    if (known < 0) {
      tokens.add(joined);
    }
    merges.add(new Merge(left, right, result));
    best.words.forEach(word -> mergeIn(word, left, right, result));
    touched.forEach(this::enqueue);
    touched.clear();
  }

  private void mergeIn(int word, int left, int right, int result) {
    long count = counts.count(word);
    int start = counts.words().start(word);
    int end = start + lengths[word];
    int to = start;
    for (int from = start; from < end; ) {
      if (symbols[from] != left || from + 1 == end || symbols[from + 1] != right) {
        symbols[to++] = symbols[from++];
        continue;
      }
      if (to > start) {
        pair(symbols[to - 1], left).count -= count;
        gain(symbols[to - 1], result, word, count);
      }
      symbols[to++] = result;
      from += 2;
      if (from < end) {
        pair(right, symbols[from]).count -= count;
        gain(result, symbols[from], word, count);
      }
    }
    lengths[word] = to - start;
  }

  private void gain(int left, int right, int word, long count) {
    Pair pair = pair(left, right);
    pair.count += count;
    if (pair.words.isEmpty()) {
      touched.add(pair);
    }
    pair.found(word);
  }

  private Pair pair(int left, int right) {
    long key = (long) left << 32 | right;
    return pairs.computeIfAbsent(key, k -> new Pair(left, right));
  }

  private void enqueue(Pair pair) {
    if (pair.count > 0) {
      queue.add(new Candidate(pair, pair.count, pair.words));
    }
    pair.words = new IntArrayList(0);
  }
}

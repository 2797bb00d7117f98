package org.glassllm.token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns merges from counted words: again and again the most frequent pair, of equally frequent
 * ones that with the smaller left id, then the smaller right id.
 *
 * <p>Counts are kept as the merges go: a merge changes only the words in which its pair stands. The
 * order of merges is Hugging Face's to the last rule, and so are its two peculiarities: a merge
 * whose result is spelled like an existing token reuses that id; and the count of a merged pair
 * stays, so such a pair can be queued, and listed, twice.
 */
final class MergeLearner {
  /** A pair with its count at the time of queueing and the words that were noted by then. */
  private record Candidate(PairTable.Pair pair, long count, int[] words, int wordCount)
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

  private final PairTable pairs = new PairTable();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
  private final List<PairTable.Pair> touched = new ArrayList<>();
  private final List<byte[]> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<Merge> merges = new ArrayList<>();
  private final int[] symbols;
  private final int[] starts;
  private final int[] lengths;
  private final long[] counts;

  /**
   * @param tokens bytes of each id so far: special tokens, then the 256 bytes from {@code
   *     firstByte}; learned tokens are added to it
   */
  MergeLearner(WordCounts words, List<byte[]> tokens, int firstByte) {
    this.tokens = tokens;
    int[] byteIds = new int[256];
    for (int id = firstByte; id < tokens.size(); id++) {
      byteIds[tokens.get(id)[0] & 0xFF] = id;
      ids.put(key(tokens.get(id)), id);
    }
    int total = words.size() == 0 ? 0 : words.start(words.size());
    symbols = new int[total];
    starts = new int[words.size()];
    lengths = new int[words.size()];
    counts = new long[words.size()];
    for (int i = 0; i < total; i++) {
      symbols[i] = byteIds[words.bytes()[i] & 0xFF];
    }
    for (int word = 0; word < starts.length; word++) {
      starts[word] = words.start(word);
      lengths[word] = words.length(word);
      counts[word] = words.count(word);
      countPairs(word);
    }
    pairs.forEach(this::enqueue);
  }

  private void countPairs(int word) {
    for (int i = starts[word]; i + 1 < starts[word] + lengths[word]; i++) {
      PairTable.Pair pair = pairs.get(symbols[i], symbols[i + 1]);
      pair.count += counts[word];
      pair.note(word);
    }
  }

  /** Merges until there are {@code vocabSize} tokens or no pair is frequent enough. */
  List<Merge> learn(int vocabSize, long minFrequency, TrainingProgress progress) {
    while (tokens.size() < vocabSize && !queue.isEmpty()) {
      Candidate best = queue.poll();
      if (best.count != best.pair.count) {
        queue.add(new Candidate(best.pair, best.pair.count, best.words, best.wordCount));
        continue;
      }
      if (best.count < minFrequency) {
        break;
      }
      apply(best);
      if ((merges.size() & 0xFF) == 0) {
        progress.progress(TrainingProgress.Phase.MERGE, tokens.size(), vocabSize);
      }
    }
    progress.progress(TrainingProgress.Phase.MERGE, tokens.size(), tokens.size());
    return merges;
  }

  private void apply(Candidate best) {
    int left = best.pair.left;
    int right = best.pair.right;
    int result = idOf(join(tokens.get(left), tokens.get(right)));
    merges.add(new Merge(left, right, result));
    for (int i = 0; i < best.wordCount; i++) {
      mergeIn(best.words[i], left, right, result);
    }
    for (PairTable.Pair pair : touched) {
      enqueue(pair);
    }
    touched.clear();
  }

  private void mergeIn(int word, int left, int right, int result) {
    int start = starts[word];
    int end = start + lengths[word];
    int to = start;
    for (int from = start; from < end; ) {
      if (symbols[from] != left || from + 1 == end || symbols[from + 1] != right) {
        symbols[to++] = symbols[from++];
        continue;
      }
      if (to > start) {
        pairs.get(symbols[to - 1], left).count -= counts[word];
        gain(symbols[to - 1], result, word);
      }
      symbols[to++] = result;
      from += 2;
      if (from < end) {
        pairs.get(right, symbols[from]).count -= counts[word];
        gain(result, symbols[from], word);
      }
    }
    lengths[word] = to - start;
  }

  private void gain(int left, int right, int word) {
    PairTable.Pair pair = pairs.get(left, right);
    pair.count += counts[word];
    if (pair.wordCount == 0) {
      touched.add(pair);
    }
    pair.note(word);
  }

  private void enqueue(PairTable.Pair pair) {
    if (pair.count > 0) {
      queue.add(new Candidate(pair, pair.count, pair.words, pair.wordCount));
    }
    pair.words = NO_WORDS;
    pair.wordCount = 0;
  }

  private static final int[] NO_WORDS = {};

  private int idOf(byte[] token) {
    Integer known = ids.putIfAbsent(key(token), tokens.size());
    if (known != null) {
      return known;
    }
    tokens.add(token);
    return tokens.size() - 1;
  }

  private static byte[] join(byte[] left, byte[] right) {
    byte[] both = java.util.Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  private static String key(byte[] token) {
    return new String(token, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}

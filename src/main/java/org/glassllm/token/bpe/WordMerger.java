package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * Applies the merges to one word. The pair with the lowest rank is merged first; of pairs with
 * equal ranks, the leftmost pair.
 *
 * <p>In a short word, a scan over an array finds the best pair. The scan takes quadratic time, but
 * has no overhead. Long words, such as a base64 string or a line of Chinese, use {@link
 * LongWordMerger}. Not thread-safe.
 */
final class WordMerger {
  private static final int SHORT = 48;

  /**
   * Maximum length in bytes of a word whose buffers are kept. Buffers take at least 20 bytes per
   * byte of the word.
   */
  private static final int LONGEST_KEPT = 1 << 16;

  private final MergeTable merges;
  private final int[] ids = new int[SHORT];
  private final long[] pairs = new long[SHORT];
  private final LongWordMerger forLong;

  WordMerger(MergeTable merges) {
    this.merges = merges;
    this.forLong = new LongWordMerger(merges);
  }

  /**
   * Appends the ids of the word {@code text[from, to)}, which must not be empty, to {@code out}.
   */
  void append(byte[] text, int from, int to, IntArrayList out) {
    int n = to - from;
    if (n > SHORT) {
      LongWordMerger merger = n > LONGEST_KEPT ? new LongWordMerger(merges) : forLong;
      merger.append(text, from, to, out);
      return;
    }
    for (int i = 0; i < n; i++) {
      ids[i] = merges.byteId(text[from + i]);
      pairs[i] = i + 1 < n ? merges.ofBytes(text[from + i], text[from + i + 1]) : MergeTable.NONE;
    }
    int merged = mergeAll(n);
    for (int i = 0; i < merged; i++) { // Faster than addElements, which copies twice.
      out.add(ids[i]);
    }
  }

  /** Merges the first {@code n} ids in place and returns the number of ids after all merges. */
  private int mergeAll(int n) {
    while (true) {
      int best = 0;
      long lowest = pairs[0];
      for (int i = 1; i < n - 1; i++) {
        if (pairs[i] < lowest) {
          lowest = pairs[i];
          best = i;
        }
      }
      if (lowest == MergeTable.NONE) {
        return n;
      }
      n--;
      ids[best] = (int) lowest;
      for (int i = best + 1; i < n; i++) {
        ids[i] = ids[i + 1];
        pairs[i] = pairs[i + 1];
      }
      pairs[best] = best + 1 < n ? merges.find(ids[best], ids[best + 1]) : MergeTable.NONE;
      if (best > 0) {
        pairs[best - 1] = merges.find(ids[best - 1], ids[best]);
      }
    }
  }
}

package org.glassllm.token;

import org.glassllm.base.InputException;

/**
 * Applies the merges to one word: always the rule of the lowest rank, of equal ones the leftmost.
 *
 * <p>Short words scan an array for the best pair, which is quadratic but has no overhead. Long ones
 * (a base64 blob, a line of Chinese) use {@link LongWordMerger}'s heap. Not for several threads.
 */
final class WordMerger {
  private static final int SHORT = 48;

  private final MergeTable merges;
  private final int[] ids = new int[SHORT];
  private final long[] pairs = new long[SHORT];
  private LongWordMerger forLong;

  WordMerger(MergeTable merges) {
    this.merges = merges;
  }

  /** Appends the ids of the word {@code text[from, to)}, which is not empty. */
  void append(byte[] text, int from, int to, IdBuffer out) {
    int n = to - from;
    if (n > SHORT) {
      if (forLong == null) {
        forLong = new LongWordMerger(merges);
      }
      forLong.append(text, from, to, out);
      return;
    }
    for (int i = 0; i < n; i++) {
      ids[i] = idOf(merges, text[from + i]);
      pairs[i] = i + 1 < n ? merges.ofBytes(text[from + i], text[from + i + 1]) : MergeTable.NONE;
    }
    out.add(ids, 0, mergeAll(n));
  }

  static int idOf(MergeTable merges, byte b) {
    int id = merges.byteId(b);
    if (id < 0) {
      throw new InputException(
          String.format(
              "the vocabulary has no token for the byte 0x%02X; train it with the whole byte"
                  + " alphabet, or load another tokenizer",
              b));
    }
    return id;
  }

  /** Merges the first {@code n} ids in place and returns how many are left. */
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

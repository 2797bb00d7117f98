package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.Hash;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.token.Merge;

/**
 * Maps a pair of adjacent tokens to the merge of the pair. An entry is one {@code long}: the rank
 * in the high 32 bits, the id of the result in the low 32 bits. A comparison of entries therefore
 * compares ranks.
 */
final class MergeTable {
  /** The entry of a pair that no merge joins. */
  static final long NONE = Long.MAX_VALUE;

  private final Long2LongOpenHashMap entries;
  private final long[] bytePairs = new long[1 << 16];
  private final int[] byteIds;

  /**
   * Creates a table of merges.
   *
   * @param merges the merges; a pair that occurs twice keeps its last rank, as in Hugging Face's
   *     library
   * @param rankIsId whether merges are ordered by the id of their result instead of their position
   * @param byteIds the id of each byte; -1 for a byte without a token
   */
  MergeTable(List<Merge> merges, boolean rankIsId, int... byteIds) {
    this.byteIds = byteIds;
    entries = new Long2LongOpenHashMap(merges.size(), Hash.FAST_LOAD_FACTOR);
    entries.defaultReturnValue(NONE);
    long position = 0;
    for (Merge merge : merges) {
      long rank = rankIsId ? merge.result() : position++;
      entries.put(key(merge.left(), merge.right()), rank << 32 | merge.result());
    }
    for (int i = 0; i < bytePairs.length; i++) {
      bytePairs[i] = find(byteIds[i >> 8], byteIds[i & 0xFF]);
    }
  }

  int byteId(byte b) {
    int id = byteIds[b & 0xFF];
    if (id < 0) {
      throw new InputException(
          "the vocabulary has no token for the byte 0x%02X; use another tokenizer", b);
    }
    return id;
  }

  /** Returns the entry of two adjacent bytes, or {@link #NONE}. */
  long ofBytes(byte left, byte right) {
    return bytePairs[(left & 0xFF) << 8 | right & 0xFF];
  }

  /** Returns the entry of two adjacent tokens, or {@link #NONE}. */
  long find(int left, int right) {
    return entries.get(key(left, right));
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }
}

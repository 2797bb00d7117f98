package org.glassllm.token;

import java.util.Arrays;
import java.util.List;

/**
 * Looks up what two neighbours become. An entry is one {@code long}: the rule's rank above, the
 * resulting id below, so that comparing entries compares ranks.
 */
final class MergeTable {
  /** No rule joins the two. */
  static final long NONE = Long.MAX_VALUE;

  private final long[] keys;
  private final long[] entries;
  private final int shift;
  private final long[] bytePairs = new long[1 << 16];
  private final int[] byteIds;

  /** Byte ids may hold -1: such a byte has no token and no rule. */
  MergeTable(List<Merge> merges, boolean rankIsId, int[] byteIds) {
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(merges.size(), 8) * 2);
    shift = 64 - bits;
    keys = new long[1 << bits];
    entries = new long[1 << bits];
    this.byteIds = byteIds;
    Arrays.fill(keys, -1);
    int rank = 0;
    for (Merge merge : merges) {
      put(merge, rankIsId ? merge.result() : rank++);
    }
    for (int i = 0; i < bytePairs.length; i++) {
      bytePairs[i] = find(byteIds[i >> 8], byteIds[i & 0xFF]);
    }
  }

  int byteId(byte b) {
    return byteIds[b & 0xFF];
  }

  /** The entry for two neighbouring bytes. */
  long ofBytes(byte left, byte right) {
    return bytePairs[(left & 0xFF) << 8 | right & 0xFF];
  }

  /** The entry for two neighbouring tokens, or {@link #NONE}. */
  long find(int left, int right) {
    long key = (long) left << 32 | right;
    int slot = slot(key);
    while (keys[slot] != key) {
      if (keys[slot] == -1) {
        return NONE;
      }
      slot = slot + 1 & keys.length - 1;
    }
    return entries[slot];
  }

  /** A pair that is listed twice keeps its last rank, as in the reference implementation. */
  private void put(Merge merge, int rank) {
    long key = (long) merge.left() << 32 | merge.right();
    int slot = slot(key);
    while (keys[slot] != -1 && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    keys[slot] = key;
    entries[slot] = (long) rank << 32 | merge.result();
  }

  private int slot(long key) {
    return (int) ((key ^ key >>> 29) * 0x9E3779B97F4A7C15L >>> shift);
  }
}

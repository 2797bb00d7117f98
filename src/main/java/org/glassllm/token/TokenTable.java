package org.glassllm.token;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/** The bytes of each id in one array, and the id of given bytes by open addressing. */
final class TokenTable {
  private final byte[] bytes;
  private final int[] starts;
  private final int[] slots;
  private final int longest;

  /** The ids in {@code hidden} have bytes, but no bytes find them. */
  TokenTable(byte[][] tokens, Collection<Integer> hidden) {
    starts = new int[tokens.length + 1];
    int longestToken = 0;
    for (int id = 0; id < tokens.length; id++) {
      int length = tokens[id] == null ? 0 : tokens[id].length;
      starts[id + 1] = starts[id] + length;
      longestToken = Math.max(longestToken, length);
    }
    longest = longestToken;
    bytes = new byte[starts[tokens.length]];
    slots = new int[Integer.highestOneBit(Math.max(tokens.length, 8)) * 4];
    Arrays.fill(slots, -1);
    for (int id = 0; id < tokens.length; id++) {
      if (length(id) > 0) {
        System.arraycopy(tokens[id], 0, bytes, starts[id], length(id));
      }
    }
    BitSet skip = new BitSet();
    hidden.forEach(skip::set);
    for (int id = skip.nextClearBit(0); id < tokens.length; id = skip.nextClearBit(id + 1)) {
      if (length(id) > 0) {
        put(id);
      }
    }
  }

  int size() {
    return starts.length - 1;
  }

  /** Bytes of a token; 0 for an id that stands for nothing. */
  int length(int id) {
    return starts[id + 1] - starts[id];
  }

  void copy(int id, byte[] to, int at) {
    System.arraycopy(bytes, starts[id], to, at, length(id));
  }

  byte[] get(int id) {
    return Arrays.copyOfRange(bytes, starts[id], starts[id + 1]);
  }

  /** The id of {@code text[from, to)}, or -1; of two ids with the same bytes the smaller. */
  int find(byte[] text, int from, int to) {
    if (to - from > longest) {
      return -1;
    }
    int slot = (int) Words.hash(text, from, to) & slots.length - 1;
    while (slots[slot] >= 0) {
      int id = slots[slot];
      if (Arrays.equals(bytes, starts[id], starts[id + 1], text, from, to)) {
        return id;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return -1;
  }

  private void put(int id) {
    if (find(bytes, starts[id], starts[id + 1]) >= 0) {
      return;
    }
    int slot = (int) Words.hash(bytes, starts[id], starts[id + 1]) & slots.length - 1;
    while (slots[slot] >= 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = id;
  }
}

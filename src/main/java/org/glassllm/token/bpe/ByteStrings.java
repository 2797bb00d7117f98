package org.glassllm.token.bpe;

import java.util.Arrays;
import org.glassllm.base.InputException;

/**
 * Byte strings that are numbered from 0 and stored in one array. A hash index with open addressing
 * finds the strings that {@link #index} added.
 */
final class ByteStrings {
  private byte[] bytes = new byte[1 << 15];
  private int[] starts = new int[(1 << 12) + 1];
  private long[] hashes = new long[1 << 12];
  private int[] slots = new int[1 << 14];
  private int size;

  int size() {
    return size;
  }

  int start(int index) {
    return starts[index];
  }

  int length(int index) {
    return starts[index + 1] - starts[index];
  }

  long hash(int index) {
    return hashes[index];
  }

  /** Returns the bytes of all strings; string i starts at {@link #start}. */
  byte[] bytes() {
    return bytes;
  }

  /**
   * Returns the number of the indexed string that equals {@code text[from, to)}, or -1 if there is
   * none.
   */
  int find(long hash, byte[] text, int from, int to) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (hashes[index] == hash
          && Arrays.equals(bytes, starts[index], starts[index + 1], text, from, to)) {
        return index;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }

  /** Appends the string {@code text[from, to)} and returns its number. */
  int append(long hash, byte[] text, int from, int to) {
    long end = (long) starts[size] + (to - from);
    if (end > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "the distinct words take more than 2 GB; train on a smaller part of the corpus");
    }
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      starts = Arrays.copyOf(starts, size * 2 + 1);
    }
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, end + end / 2));
    }
    System.arraycopy(text, from, bytes, starts[size], to - from);
    hashes[size] = hash;
    starts[size + 1] = (int) end;
    return size++;
  }

  /** Adds a string to the index, which must not contain an equal string. */
  void index(int index) {
    if (size * 2 > slots.length) {
      int[] old = slots;
      slots = new int[old.length * 2];
      for (int entry : old) {
        if (entry != 0) {
          insert(entry);
        }
      }
    }
    insert(index + 1);
  }

  private void insert(int entry) {
    int slot = (int) hashes[entry - 1] & slots.length - 1;
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = entry;
  }
}

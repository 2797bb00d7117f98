package org.glassllm.token;

import java.util.Arrays;
import org.glassllm.base.InputException;

/** How often each distinct word occurs: a hash map from bytes to numbers, without objects. */
final class WordCounts {
  private int[] slots = new int[1 << 14];
  private int size;
  private long[] hashes = new long[1 << 12];
  private long[] counts = new long[1 << 12];
  private int[] starts = new int[(1 << 12) + 1];
  private byte[] bytes = new byte[1 << 15];

  int size() {
    return size;
  }

  long count(int word) {
    return counts[word];
  }

  int start(int word) {
    return starts[word];
  }

  int length(int word) {
    return starts[word + 1] - starts[word];
  }

  /** The bytes of all words; a word begins at its {@link #start}. */
  byte[] bytes() {
    return bytes;
  }

  void add(byte[] text, int from, int to, long times) {
    add(Words.hash(text, from, to), text, from, to, times);
  }

  void addAll(WordCounts other) {
    for (int word = 0; word < other.size; word++) {
      add(
          other.hashes[word],
          other.bytes,
          other.starts[word],
          other.starts[word + 1],
          other.counts[word]);
    }
  }

  private void add(long hash, byte[] text, int from, int to, long times) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int word = slots[slot] - 1;
      if (hashes[word] == hash
          && Arrays.equals(bytes, starts[word], starts[word + 1], text, from, to)) {
        counts[word] += times;
        return;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = append(hash, text, from, to, times) + 1;
    if (size * 2 > slots.length) {
      rehash();
    }
  }

  private int append(long hash, byte[] text, int from, int to, long times) {
    int word = size++;
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
      starts = Arrays.copyOf(starts, size * 2 + 1);
    }
    long end = (long) starts[word] + (to - from);
    if (end > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "the text has more than 2 GB of distinct words; train on a sample of it");
    }
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, end + end / 2));
    }
    System.arraycopy(text, from, bytes, starts[word], to - from);
    starts[word + 1] = (int) end;
    hashes[word] = hash;
    counts[word] = times;
    return word;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int word = 0; word < size; word++) {
      int slot = (int) hashes[word] & slots.length - 1;
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = word + 1;
    }
  }
}

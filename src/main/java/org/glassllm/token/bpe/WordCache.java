package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Caches the ids of words, because words repeat in a text. The size is bounded: a full cache is
 * cleared, which costs less than tracking the age of words. Not thread-safe.
 *
 * <p>A slot has two longs. The first long holds the first eight bytes of the word. The second long
 * holds a value, the offset of the other bytes, and the length. A value of 0 or more is the only id
 * of the word. For a negative value {@code v}, {@code ids[~v]} holds the number of ids, and the ids
 * follow after this number.
 */
final class WordCache {
  /** Maximum length in bytes of a cached word; longer words rarely repeat. */
  static final int MAX_LENGTH = 120;

  private static final int FIRST_SLOTS = 1 << 12;
  private static final int MAX_WORDS = 1 << 17;
  private static final int MAX_TAIL_BYTES = 1 << 21;
  private static final int MAX_IDS = 1 << 20;

  private long[] slots = new long[FIRST_SLOTS * 2];
  private int words;
  private byte[] tails = new byte[1 << 12];
  private int tailSize;
  private final IntArrayList ids = new IntArrayList(1 << 10);

  /**
   * Appends the ids of a cached word to {@code out} and returns true; returns false if the word is
   * not cached.
   */
  boolean append(byte[] text, int from, int to, IntArrayList out) {
    long head = ByteHash.head(text, from, to);
    int mask = slots.length - 2;
    int slot = (int) ByteHash.of(head, text, from, to) << 1 & mask;
    long info;
    while ((info = slots[slot + 1]) != 0) {
      if (slots[slot] == head && same(info, text, from, to)) {
        int value = (int) (info >> 32);
        if (value >= 0) {
          out.add(value);
        } else {
          for (int i = ~value + 1, last = ~value + ids.getInt(~value); i <= last; i++) {
            out.add(ids.getInt(i));
          }
        }
        return true;
      }
      slot = slot + 2 & mask;
    }
    return false;
  }

  /** Adds a word with the ids {@code array[first, end)}; the word must not be cached yet. */
  void put(byte[] text, int from, int to, int[] array, int first, int end) {
    int length = to - from;
    if (words >= MAX_WORDS || tailSize + length > MAX_TAIL_BYTES || ids.size() > MAX_IDS) {
      slots = new long[FIRST_SLOTS * 2];
      words = 0;
      tailSize = 0;
      ids.clear();
    } else if (words * 4 >= slots.length) {
      grow();
    }
    int value = end - first == 1 ? array[first] : ~ids.size();
    if (value < 0) {
      ids.add(end - first);
      for (int i = first; i < end; i++) {
        ids.add(array[i]);
      }
    }
    long info = (long) value << 32 | (long) tailSize << 8 | length;
    if (length > 8) {
      if (tailSize + length > tails.length) {
        tails = Arrays.copyOf(tails, tails.length * 2);
      }
      System.arraycopy(text, from + 8, tails, tailSize, length - 8);
      tailSize += length - 8;
    }
    insert(ByteHash.of(text, from, to), ByteHash.head(text, from, to), info);
    words++;
  }

  private boolean same(long info, byte[] text, int from, int to) {
    int length = to - from;
    if ((info & 0xFF) != length) {
      return false;
    }
    int tail = (int) (info >> 8) & 0xFFFFFF;
    return length <= 8 || Arrays.equals(tails, tail, tail + length - 8, text, from + 8, to);
  }

  private void insert(long hash, long head, long info) {
    int mask = slots.length - 2;
    int slot = (int) hash << 1 & mask;
    while (slots[slot + 1] != 0) {
      slot = slot + 2 & mask;
    }
    slots[slot] = head;
    slots[slot + 1] = info;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    byte[] word = new byte[MAX_LENGTH];
    for (int i = 0; i < old.length; i += 2) {
      long info = old[i + 1];
      if (info != 0) {
        int length = (int) info & 0xFF;
        if (length > 8) {
          System.arraycopy(tails, (int) (info >> 8) & 0xFFFFFF, word, 8, length - 8);
        }
        insert(ByteHash.of(old[i], word, 0, length), old[i], info);
      }
    }
  }
}

package org.glassllm.token;

import java.util.Arrays;

/**
 * Remembers the ids of words, since text repeats its words. Bounded: when it is full it forgets
 * all, which costs less than keeping track of age and hurts only texts that gain nothing from it.
 * Not for use by several threads.
 *
 * <p>A slot is two longs: the word's first eight bytes, and (value, place of the further bytes,
 * length). A value that is not negative is the word's only id, else it tells where the ids stand.
 */
final class WordCache {
  /** Longer words are not kept: they seldom come again. */
  static final int MAX_LENGTH = 120;

  private static final int FIRST_SLOTS = 1 << 12;
  private static final int MAX_WORDS = 1 << 17;
  private static final int MAX_TAIL_BYTES = 1 << 21;
  private static final int MAX_IDS = 1 << 20;

  private long[] slots = new long[FIRST_SLOTS * 2];
  private int words;
  private byte[] tails = new byte[1 << 12];
  private int tailSize;
  private final IdBuffer ids = new IdBuffer(1 << 10);

  /** Appends the ids of a word and returns true, or returns false where it is not known. */
  boolean append(byte[] text, int from, int to, IdBuffer out) {
    long head = Words.head(text, from, to);
    int mask = slots.length - 2;
    int slot = (int) Words.hash(head, text, from, to) << 1 & mask;
    long info;
    while ((info = slots[slot + 1]) != 0) {
      if (slots[slot] == head && same(info, text, from, to)) {
        int value = (int) (info >> 32);
        if (value >= 0) {
          out.add(value);
        } else {
          out.add(ids.array(), ~value + 1, ids.get(~value));
        }
        return true;
      }
      slot = slot + 2 & mask;
    }
    return false;
  }

  /** Keeps a word that is not known yet, with the ids {@code array[first, end)}. */
  void put(byte[] text, int from, int to, int[] array, int first, int end) {
    int length = to - from;
    if (words >= MAX_WORDS || tailSize + length > MAX_TAIL_BYTES || ids.size() > MAX_IDS) {
      clear();
    } else if (words * 4 >= slots.length) {
      grow();
    }
    int value = end - first == 1 ? array[first] : ~ids.size();
    if (value < 0) {
      ids.add(end - first);
      ids.add(array, first, end - first);
    }
    long info = (long) value << 32 | (long) tailSize << 8 | length;
    if (length > 8) {
      if (tailSize + length > tails.length) {
        tails = Arrays.copyOf(tails, tails.length * 2);
      }
      System.arraycopy(text, from + 8, tails, tailSize, length - 8);
      tailSize += length - 8;
    }
    insert(Words.hash(text, from, to), Words.head(text, from, to), info);
    words++;
  }

  void clear() {
    slots = new long[FIRST_SLOTS * 2];
    words = 0;
    tailSize = 0;
    ids.clear();
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
        insert(rehash(old[i], info, word), old[i], info);
      }
    }
  }

  private long rehash(long head, long info, byte[] word) {
    int length = (int) info & 0xFF;
    if (length > 8) {
      System.arraycopy(tails, (int) (info >> 8) & 0xFFFFFF, word, 8, length - 8);
    }
    return Words.hash(head, word, 0, length);
  }
}

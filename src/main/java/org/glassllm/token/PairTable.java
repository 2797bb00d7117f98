package org.glassllm.token;

import java.util.Arrays;

/** The pairs of neighbours that occur, by open addressing on the two ids. */
final class PairTable {
  /** A pair, how often it occurs, and the words in which it came up since it was last queued. */
  static final class Pair {
    final int left;
    final int right;
    long count;
    int[] words = new int[2];
    int wordCount;

    Pair(int left, int right) {
      this.left = left;
      this.right = right;
    }

    /** Notes a word; a word that comes up twice in a row is noted once. */
    void note(int word) {
      if (wordCount > 0 && words[wordCount - 1] == word) {
        return;
      }
      if (wordCount == words.length) {
        words = Arrays.copyOf(words, Math.max(2, wordCount * 2));
      }
      words[wordCount++] = word;
    }
  }

  private Pair[] slots = new Pair[1 << 14];
  private int size;

  /** The pair of two ids, made where it is new. */
  Pair get(int left, int right) {
    int slot = slot(left, right);
    Pair pair;
    while ((pair = slots[slot]) != null) {
      if (pair.left == left && pair.right == right) {
        return pair;
      }
      slot = slot + 1 & slots.length - 1;
    }
    pair = new Pair(left, right);
    slots[slot] = pair;
    if (++size * 2 > slots.length) {
      grow();
    }
    return pair;
  }

  void forEach(java.util.function.Consumer<Pair> action) {
    for (Pair pair : slots) {
      if (pair != null) {
        action.accept(pair);
      }
    }
  }

  private void grow() {
    Pair[] old = slots;
    slots = new Pair[old.length * 2];
    for (Pair pair : old) {
      if (pair != null) {
        int slot = slot(pair.left, pair.right);
        while (slots[slot] != null) {
          slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = pair;
      }
    }
  }

  private int slot(int left, int right) {
    long key = ((long) left << 32 | right) * 0x9E3779B97F4A7C15L;
    return (int) (key >>> 32 ^ key >>> 17) & slots.length - 1;
  }
}

package org.glassllm.token;

import java.util.Arrays;

/**
 * The merges of a long word in {@code O(n log n)}: the tokens are a linked list, the candidate
 * pairs a heap of (rank, place), and a candidate whose pair has changed meanwhile is dropped when
 * it comes up.
 */
final class LongWordMerger {
  private static final int KEEP = 1 << 16;

  private final MergeTable merges;
  private int[] ids = {};
  private int[] next;
  private int[] previous;
  private long[] pairs;
  private final LongHeap heap = new LongHeap();

  LongWordMerger(MergeTable merges) {
    this.merges = merges;
  }

  void append(byte[] text, int from, int to, IdBuffer out) {
    int n = to - from;
    reserve(n);
    heap.clear(KEEP);
    for (int i = 0; i < n; i++) {
      ids[i] = WordMerger.idOf(merges, text[from + i]);
      next[i] = i + 1;
      previous[i] = i - 1;
      pairs[i] = i + 1 < n ? merges.ofBytes(text[from + i], text[from + i + 1]) : MergeTable.NONE;
      offer(i);
    }
    while (!heap.isEmpty()) {
      long candidate = heap.poll();
      int at = (int) candidate;
      if (pairs[at] != MergeTable.NONE && pairs[at] >>> 32 == candidate >>> 32) {
        merge(at, n);
      }
    }
    for (int i = 0; i < n; i = next[i]) {
      out.add(ids[i]);
    }
    if (n > KEEP) {
      ids = new int[0];
    }
  }

  private void merge(int at, int n) {
    int gone = next[at];
    ids[at] = (int) pairs[at];
    next[at] = next[gone];
    pairs[gone] = MergeTable.NONE;
    if (next[at] < n) {
      previous[next[at]] = at;
      pairs[at] = merges.find(ids[at], ids[next[at]]);
    } else {
      pairs[at] = MergeTable.NONE;
    }
    offer(at);
    if (previous[at] >= 0) {
      int before = previous[at];
      pairs[before] = merges.find(ids[before], ids[at]);
      offer(before);
    }
  }

  private void offer(int at) {
    if (pairs[at] != MergeTable.NONE) {
      heap.add(pairs[at] & 0xFFFFFFFF00000000L | at);
    }
  }

  private void reserve(int n) {
    if (ids.length < n) {
      int size = Math.max(n, 256);
      ids = new int[size];
      next = new int[size];
      previous = new int[size];
      pairs = new long[size];
      Arrays.fill(pairs, MergeTable.NONE);
    }
  }
}

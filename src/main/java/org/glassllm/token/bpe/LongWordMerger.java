package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;

/**
 * Applies the merges to a long word in {@code O(n log n)} time. The tokens form a linked list; a
 * heap holds candidate pairs as (rank, position). A candidate whose pair has changed is dropped
 * when the heap returns the candidate.
 */
final class LongWordMerger {
  private final MergeTable merges;
  private final LongHeapPriorityQueue heap = new LongHeapPriorityQueue();
  private int[] ids = {};
  private int[] next;
  private int[] previous;
  private long[] pairs;

  LongWordMerger(MergeTable merges) {
    this.merges = merges;
  }

  void append(byte[] text, int from, int to, IntArrayList out) {
    int n = to - from;
    if (ids.length < n) {
      ids = new int[n];
      next = new int[n];
      previous = new int[n];
      pairs = new long[n];
    }
    for (int i = 0; i < n; i++) {
      ids[i] = merges.byteId(text[from + i]);
      next[i] = i + 1;
      previous[i] = i - 1;
      pairs[i] = i + 1 < n ? merges.ofBytes(text[from + i], text[from + i + 1]) : MergeTable.NONE;
      offer(i);
    }
    while (!heap.isEmpty()) {
      long candidate = heap.dequeueLong();
      int at = (int) candidate;
      if (pairs[at] != MergeTable.NONE && pairs[at] >>> 32 == candidate >>> 32) {
        merge(at, n);
      }
    }
    for (int i = 0; i < n; i = next[i]) {
      out.add(ids[i]);
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
      heap.enqueue(pairs[at] & 0xFFFFFFFF00000000L | at);
    }
  }
}

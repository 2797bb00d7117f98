package org.glassllm.token;

import java.util.Arrays;

/** A binary heap of longs, the smallest first: {@code PriorityQueue} without boxing. */
final class LongHeap {
  private long[] heap = new long[256];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Empties the heap, and gives memory back where it is larger than {@code keep}. */
  void clear(int keep) {
    size = 0;
    if (heap.length > keep) {
      heap = new long[256];
    }
  }

  void add(long value) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    int at = size++;
    while (at > 0) {
      int parent = at - 1 >>> 1;
      if (heap[parent] <= value) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = value;
  }

  long poll() {
    long top = heap[0];
    long last = heap[--size];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= last) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

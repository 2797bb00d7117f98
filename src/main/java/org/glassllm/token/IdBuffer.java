package org.glassllm.token;

import java.util.Arrays;

/** A growing array of ids, without boxing. */
final class IdBuffer {
  private int[] ids;
  private int size;

  IdBuffer(int capacity) {
    ids = new int[Math.max(capacity, 8)];
  }

  int size() {
    return size;
  }

  int get(int index) {
    return ids[index];
  }

  void add(int id) {
    if (size == ids.length) {
      grow(size + 1);
    }
    ids[size++] = id;
  }

  void add(int[] more) {
    add(more, 0, more.length);
  }

  void add(int[] more, int from, int count) {
    if (size + count > ids.length) {
      grow(size + count);
    }
    System.arraycopy(more, from, ids, size, count);
    size += count;
  }

  /** The array itself; only its first {@link #size()} elements count. */
  int[] array() {
    return ids;
  }

  void clear() {
    size = 0;
  }

  int[] toArray() {
    return Arrays.copyOf(ids, size);
  }

  private void grow(int needed) {
    ids = Arrays.copyOf(ids, Math.max(needed, ids.length + (ids.length >> 1)));
  }
}

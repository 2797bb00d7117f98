package org.glassllm.batch;

import java.util.Objects;
import java.util.function.ObjLongConsumer;

/** A sequence of token ids: an array, or a file that may be larger than memory. */
public interface TokenSource {

  /** Returns the number of tokens. */
  long size();

  /**
   * Copies tokens {@code start … start + into.length - 1}.
   *
   * @throws IndexOutOfBoundsException if one of them is outside this source
   */
  void read(long start, int[] into);

  /** Returns tokens {@code from … to - 1} as a view. */
  default TokenSource slice(long from, long to) {
    Objects.checkFromToIndex(from, to, size());
    return view(to - from, (into, start) -> read(from + start, into));
  }

  /** Returns a source of ids in memory. */
  static TokenSource of(int... ids) {
    return view(
        ids.length, (into, start) -> System.arraycopy(ids, (int) start, into, 0, into.length));
  }

  private static TokenSource view(long size, ObjLongConsumer<int[]> reader) {
    return new TokenSource() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public void read(long start, int[] into) {
        Objects.checkFromIndexSize(start, into.length, size);
        reader.accept(into, start);
      }
    };
  }
}

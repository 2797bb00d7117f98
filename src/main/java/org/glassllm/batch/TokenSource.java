package org.glassllm.batch;

import java.util.Objects;

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
    TokenSource whole = this;
    return new TokenSource() {
      @Override
      public long size() {
        return to - from;
      }

      @Override
      public void read(long start, int[] into) {
        Objects.checkFromIndexSize(start, into.length, size());
        whole.read(from + start, into);
      }
    };
  }

  /** Returns a source of ids in memory. */
  static TokenSource of(int... ids) {
    return new TokenSource() {
      @Override
      public long size() {
        return ids.length;
      }

      @Override
      public void read(long start, int[] into) {
        Objects.checkFromIndexSize(start, into.length, ids.length);
        System.arraycopy(ids, (int) start, into, 0, into.length);
      }
    };
  }
}

package org.glassllm.batch;

import java.util.Objects;
import java.util.function.ObjLongConsumer;
import org.glassllm.base.InputException;

/** A sequence of token ids: an array, or a file that may be larger than memory. */
public interface TokenSource {

  /** The number of tokens that are read at once. */
  int BLOCK = 1 << 16;

  /** Returns the number of tokens. */
  long size();

  /**
   * Copies tokens {@code start … start + into.length - 1}.
   *
   * @throws IndexOutOfBoundsException if one of them is outside this source
   */
  void read(long start, int[] into);

  /**
   * Checks every id.
   *
   * @param vocabSize the number of tokens of a tokenizer
   * @param name names this source in the message
   * @throws InputException if an id is negative or not below {@code vocabSize}
   */
  default void requireBelow(int vocabSize, String name) {
    for (long at = 0; at < size(); at += BLOCK) {
      int[] ids = new int[(int) Math.min(BLOCK, size() - at)];
      read(at, ids);
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] < 0 || ids[i] >= vocabSize) {
          throw new InputException(
              "%s was made with another tokenizer: token %s is %s, and this tokenizer's ids end at"
                  + " %s; encode the text again",
              name, at + i, ids[i], vocabSize - 1);
        }
      }
    }
  }

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

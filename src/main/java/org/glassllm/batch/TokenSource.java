package org.glassllm.batch;

import java.util.Objects;
import java.util.function.ObjLongConsumer;
import org.glassllm.base.InputException;

/** A sequence of token ids, such as an array, or a file that may be larger than memory. */
public interface TokenSource {

  /** The number of tokens per read when a complete source is read in blocks. */
  int BLOCK = 1 << 16;

  /** Returns the number of tokens in this source. */
  long size();

  /**
   * Copies the tokens {@code start … start + into.length - 1} into an array.
   *
   * @throws IndexOutOfBoundsException if a requested token is outside this source
   */
  void read(long start, int[] into);

  /**
   * Checks that every id of this source belongs to a vocabulary.
   *
   * @param vocabSize the vocabulary size of a tokenizer
   * @param name the name of this source, for the error message
   * @throws InputException if an id is negative or not below {@code vocabSize}
   */
  default void requireBelow(int vocabSize, String name) {
    for (long at = 0; at < size(); at += BLOCK) {
      int[] ids = new int[(int) Math.min(BLOCK, size() - at)];
      read(at, ids);
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] < 0 || ids[i] >= vocabSize) {
          throw new InputException(
              "%s was encoded with another tokenizer: the id of token %s is %s, must be from 0 to"
                  + " %s; encode the text again",
              name, at + i, ids[i], vocabSize - 1);
        }
      }
    }
  }

  /** Returns a view of the tokens {@code from … to - 1}. */
  default TokenSource slice(long from, long to) {
    Objects.checkFromToIndex(from, to, size());
    return view(to - from, (into, start) -> read(from + start, into));
  }

  /** Returns a source that contains the given ids, held in memory. */
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

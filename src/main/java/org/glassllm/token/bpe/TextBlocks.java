package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.token.SpecialCutter;

/**
 * Reads a stream in blocks that end at safe cuts. The buffer grows to the block size, or to twice
 * the longest stretch without a safe cut.
 */
final class TextBlocks {
  /** Receives the blocks of a stream in order. */
  interface BlockConsumer {
    /** Receives the block {@code text[0, length)}. The reader reuses the array. */
    void accept(byte[] text, int length) throws IOException;
  }

  private static final int LONGEST_STRETCH = 1 << 29;

  private TextBlocks() {}

  /**
   * Reads a stream and passes each block to {@code consumer}. No block ends inside a token of
   * {@code specials}.
   */
  static void read(InputStream in, int blockSize, SpecialCutter specials, BlockConsumer consumer)
      throws IOException {
    byte[] block = in.readNBytes(blockSize); // a short text allocates only its own length
    int length = block.length;
    for (int size = blockSize; length == size; size = block.length) {
      int cut = lastCut(block, length, specials);
      if (cut < 0) {
        if (length > LONGEST_STRETCH) {
          throw new InputException(
              length
                  + " bytes contain no letter, number or space where the text can be cut; use a"
                  + " file that contains text");
        }
        block = Arrays.copyOf(block, length * 2);
      } else {
        consumer.accept(block, cut);
        length -= cut;
        System.arraycopy(block, cut, block, 0, length);
      }
      length += in.readNBytes(block, length, block.length - length);
    }
    if (length > 0) {
      consumer.accept(block, length);
    }
  }

  private static int lastCut(byte[] text, int length, SpecialCutter specials) {
    // A token or character closer to the end may continue in bytes that are not read yet.
    int cut = SafeCuts.lastBefore(text, length - Math.max(3, specials.longest()));
    while (cut >= 0 && specials.spans(text, cut, length)) {
      cut = SafeCuts.lastBefore(text, cut);
    }
    return cut;
  }

  /** Computes a value from the part {@code text[from, to)}. */
  interface PartFunction<T> {
    T apply(int from, int to);
  }

  /**
   * Returns the values of all parts in order, computed in parallel; {@code ends} are the ends of
   * the parts.
   */
  static <T> Stream<T> parallel(int[] ends, PartFunction<T> work) {
    return IntStream.range(0, ends.length)
        .parallel()
        .mapToObj(i -> work.apply(i == 0 ? 0 : ends[i - 1], ends[i]));
  }

  /**
   * Returns the ends of at most {@code parts} parts of similar size. Each end is a safe cut or the
   * end of the text.
   */
  static int[] ends(byte[] text, int length, int parts) {
    IntArrayList ends = new IntArrayList(parts);
    for (int i = 1, last = 0; i < parts; i++) {
      int wanted = (int) ((long) length * i / parts);
      last = SafeCuts.after(text, Math.max(wanted, last + 1), length);
      if (last < 0) {
        break;
      }
      ends.add(last);
    }
    ends.add(length);
    return ends.toIntArray();
  }
}

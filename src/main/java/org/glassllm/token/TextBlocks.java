package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.glassllm.base.InputException;

/**
 * Reads a stream in blocks that end at safe cuts. Memory is bounded by the block size, or by twice
 * the longest stretch without a safe cut where that is more.
 */
final class TextBlocks {
  /** Takes the block {@code text[0, length)}; the array is used again afterwards. */
  interface Taker {
    void take(byte[] text, int length) throws IOException;
  }

  private static final int LONGEST_STRETCH = 1 << 29;

  private TextBlocks() {}

  /** No block ends within a token that {@code specials} looks for. */
  static void read(InputStream in, int blockSize, SpecialCutter specials, Taker taker)
      throws IOException {
    byte[] block = new byte[blockSize];
    int held = 0;
    while (true) {
      int length = held + in.readNBytes(block, held, block.length - held);
      if (length < block.length) {
        if (length > 0) {
          taker.take(block, length);
        }
        return;
      }
      int cut = lastCut(block, length, specials);
      if (cut < 0) {
        if (length > LONGEST_STRETCH) {
          throw new InputException(
              "a stretch of "
                  + length
                  + " bytes has no letter, number or space where it could be cut; it is no text:"
                  + " give another file");
        }
        block = Arrays.copyOf(block, length * 2);
        held = length;
        continue;
      }
      taker.take(block, cut);
      held = length - cut;
      System.arraycopy(block, cut, block, 0, held);
    }
  }

  private static int lastCut(byte[] text, int length, SpecialCutter specials) {
    // Nearer to the end a token or a character may go on in what is not read yet.
    int cut = SafeCuts.lastBefore(text, length - Math.max(3, specials.longest()));
    while (cut >= 0 && specials.spans(text, cut, length)) {
      cut = SafeCuts.lastBefore(text, cut);
    }
    return cut;
  }

  /** Ends of {@code parts} or fewer parts of about the same size, each a safe cut but the last. */
  static int[] ends(byte[] text, int from, int to, int parts) {
    int[] ends = new int[parts];
    int n = 0;
    int last = from;
    for (int i = 1; i < parts; i++) {
      int wanted = from + (int) ((long) (to - from) * i / parts);
      int cut = SafeCuts.after(text, from, Math.max(wanted, last + 1), to);
      if (cut < 0) {
        break;
      }
      ends[n++] = cut;
      last = cut;
    }
    ends[n++] = to;
    return Arrays.copyOf(ends, n);
  }
}

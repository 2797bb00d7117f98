package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a stream in blocks that end at safe cuts. Memory is bounded by the block size, or by twice
 * the longest stretch without a safe cut where that is more.
 */
final class TextBlocks {
  /** Takes the block {@code text[0, length)}; the array is used again afterwards. */
  interface Taker {
    void take(byte[] text, int length) throws IOException;
  }

  private TextBlocks() {}

  static void read(InputStream in, int blockSize, Taker taker) throws IOException {
    byte[] block = new byte[blockSize];
    int held = 0;
    while (true) {
      int read = in.readNBytes(block, held, block.length - held);
      int length = held + read;
      if (length < block.length) {
        if (length > 0) {
          taker.take(block, length);
        }
        return;
      }
      int cut = SafeCuts.lastBefore(block, 0, length);
      if (cut < 0) {
        block = Arrays.copyOf(block, Math.multiplyExact(length, 2));
        held = length;
        continue;
      }
      taker.take(block, cut);
      held = length - cut;
      System.arraycopy(block, cut, block, 0, held);
    }
  }

  /** Ends of {@code parts} or fewer parts of about the same size, each a safe cut but the last. */
  static int[] ends(byte[] text, int from, int to, int parts) {
    int[] ends = new int[parts];
    int n = 0;
    int last = from;
    for (int i = 1; i < parts; i++) {
      int wanted = from + (int) ((long) (to - from) * i / parts);
      int cut = SafeCuts.after(text, Math.max(wanted, last + 1), to);
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

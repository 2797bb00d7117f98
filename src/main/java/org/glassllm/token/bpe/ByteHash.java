package org.glassllm.token.bpe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Computes hashes of byte ranges, eight bytes at a time. */
final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private ByteHash() {}

  /** Returns the first {@code min(8, to - from)} bytes as a little-endian number. */
  static long head(byte[] text, int from, int to) {
    int length = to - from;
    if (length >= 8) {
      return (long) LONGS.get(text, from);
    }
    if (from + 8 <= text.length) {
      return (long) LONGS.get(text, from) & (1L << (length << 3)) - 1;
    }
    long head = 0;
    for (int i = to - 1; i >= from; i--) {
      head = head << 8 | text[i] & 0xFF;
    }
    return head;
  }

  static long of(byte[] text, int from, int to) {
    return of(head(text, from, to), text, from, to);
  }

  /** Returns the hash of a range whose {@link #head} is known. */
  static long of(long head, byte[] text, int from, int to) {
    long h = (head ^ (to - from)) * MIX;
    for (int i = from + 8; i < to; i += 8) {
      h = (h ^ h >>> 32 ^ head(text, i, to)) * MIX;
    }
    // So far the last byte of a head affects only the highest bits; tables use the lowest bits.
    h = (h ^ h >>> 32) * MIX;
    return h ^ h >>> 32;
  }
}

package org.glassllm.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashing of byte ranges, eight bytes at a time. */
final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Words() {}

  /** The first {@code min(8, to - from)} bytes as a little-endian number; the rest is zero. */
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

  static long hash(byte[] text, int from, int to) {
    return hash(head(text, from, to), text, from, to);
  }

  /** The hash of a range whose {@link #head} is at hand. */
  static long hash(long head, byte[] text, int from, int to) {
    long h = (head ^ (to - from)) * MIX;
    for (int i = from + 8; i < to; i += 8) {
      h = (h ^ h >>> 32 ^ head(text, i, to)) * MIX;
    }
    // The last byte of a head has reached only the highest bits yet, and users take the lowest.
    h = (h ^ h >>> 32) * MIX;
    return h ^ h >>> 32;
  }
}

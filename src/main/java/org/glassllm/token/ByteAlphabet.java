package org.glassllm.token;

import java.util.Arrays;

/**
 * GPT-2's spelling of bytes as printable characters, which makes vocabularies readable. A printable
 * byte is spelled as its own character. The other bytes are spelled U+0100, U+0101, … in order; a
 * space is spelled Ġ.
 */
public final class ByteAlphabet {
  private static final char[] CHARS = new char[256];
  private static final short[] BYTES = new short[0x144];

  static {
    Arrays.fill(BYTES, (short) -1);
    int next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean prints = b > ' ' && b < 0x7F || b > 0xA0 && b != 0xAD;
      CHARS[b] = (char) (prints ? b : next++);
      BYTES[CHARS[b]] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** Returns the character that spells a byte. */
  public static char of(byte b) {
    return CHARS[b & 0xFF];
  }

  /** Returns the characters that spell the bytes, one character per byte. */
  public static String encode(byte[] bytes) {
    char[] chars = new char[bytes.length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = of(bytes[i]);
    }
    return new String(chars);
  }

  /**
   * Returns the bytes that the characters spell, or {@code null} if a character is outside the
   * alphabet.
   */
  public static byte[] decode(String chars) {
    byte[] bytes = new byte[chars.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = chars.charAt(i);
      if (c >= BYTES.length || BYTES[c] < 0) {
        return null;
      }
      bytes[i] = (byte) BYTES[c];
    }
    return bytes;
  }

  /**
   * Returns all 256 bytes in the order of the characters that spell them. GPT-2's first 256 ids
   * have this order.
   */
  public static byte[] inOrder() {
    byte[] order = new byte[256];
    int n = 0;
    for (short b : BYTES) {
      if (b >= 0) {
        order[n++] = (byte) b;
      }
    }
    return order;
  }
}

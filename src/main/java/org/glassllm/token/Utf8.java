package org.glassllm.token;

import java.nio.charset.StandardCharsets;

/** Reads and writes UTF-8 for byte-level tokenizers, which keep malformed bytes. */
public final class Utf8 {
  private Utf8() {}

  /** Returns the UTF-8 bytes of a text. A lone surrogate becomes U+FFFD. */
  public static byte[] bytes(CharSequence text) {
    String string = text.toString();
    return (hasLoneSurrogate(string) ? string.replaceAll("\\p{Cs}", "\ufffd") : string)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the number of bytes of a code point in UTF-8; 3 for a surrogate, as for U+FFFD. */
  public static int length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /**
   * Returns the code point that starts at {@code i}, or -1 if the bytes before {@code end} are
   * malformed. Malformed bytes are a stray continuation byte, an overlong form, a surrogate, a code
   * point above U+10FFFF, or a truncated character.
   */
  public static int codePoint(byte[] t, int i, int end) {
    int b0 = t[i];
    if (b0 >= 0) {
      return b0;
    }
    int lead = b0 & 0xFF;
    if (lead < 0xC2 || lead > 0xF4 || i + 1 >= end || !continues(t[i + 1])) {
      return -1;
    }
    if (lead < 0xE0) {
      return (lead & 0x1F) << 6 | t[i + 1] & 0x3F;
    }
    if (i + 2 >= end || !continues(t[i + 2])) {
      return -1;
    }
    int three = (lead & 0x0F) << 12 | (t[i + 1] & 0x3F) << 6 | t[i + 2] & 0x3F;
    if (lead < 0xF0) {
      return three < 0x800 || isSurrogate(three) ? -1 : three;
    }
    if (i + 3 >= end || !continues(t[i + 3])) {
      return -1;
    }
    int four = (three & 0x7FFF) << 6 | t[i + 3] & 0x3F;
    return four < 0x10000 || four > 0x10FFFF ? -1 : four;
  }

  /** Returns whether a byte is a continuation byte, {@code 0x80} to {@code 0xBF}. */
  public static boolean continues(byte b) {
    return b < (byte) 0xC0;
  }

  static boolean isSurrogate(int codePoint) {
    return codePoint >= 0xD800 && codePoint < 0xE000;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}

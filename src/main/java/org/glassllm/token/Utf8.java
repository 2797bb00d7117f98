package org.glassllm.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 as the tokenizers need it: tolerant of what is not UTF-8, and exact about it. */
final class Utf8 {
  private Utf8() {}

  /** A text's bytes. A lone surrogate, which UTF-8 cannot write, becomes U+FFFD. */
  static byte[] bytes(CharSequence text) {
    if (text instanceof String string && !hasLoneSurrogate(string)) {
      return string.getBytes(StandardCharsets.UTF_8);
    }
    byte[] out = new byte[text.length() * 3];
    int n = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = Character.codePointAt(text, i);
      i += Character.charCount(codePoint);
      n = put(isSurrogate(codePoint) ? 0xFFFD : codePoint, out, n);
    }
    return Arrays.copyOf(out, n);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Bytes that a code point takes; a surrogate takes U+FFFD's three. */
  static int length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /**
   * The code point that starts at {@code i}, or -1 where the bytes before {@code end} are no
   * well-formed UTF-8: stray continuation, overlong form, surrogate, above U+10FFFF, cut short.
   */
  static int codePoint(byte[] t, int i, int end) {
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

  static boolean continues(byte b) {
    return b < (byte) 0xC0;
  }

  private static boolean isSurrogate(int codePoint) {
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

  private static int put(int codePoint, byte[] out, int n) {
    int length = length(codePoint);
    if (length == 1) {
      out[n] = (byte) codePoint;
      return n + 1;
    }
    for (int k = length - 1; k > 0; k--) {
      out[n + k] = (byte) (0x80 | codePoint & 0x3F);
      codePoint >>= 6;
    }
    out[n] = (byte) (0xF00 >> length | codePoint);
    return n + length;
  }
}

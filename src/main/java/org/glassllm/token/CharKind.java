package org.glassllm.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The kinds of characters that splitting patterns know, as bits, so that a set of kinds is a mask.
 *
 * <p>Letters, marks and numbers are Unicode's categories L, M and N; space is Unicode's White_Space
 * (the {@code \s} of the reference patterns), which has U+0085 and the no-break space but not
 * U+001C to U+001F. The version is Unicode 16 on every Java ({@link NewerUnicode}).
 */
final class CharKind {
  static final int UPPER = 1;
  static final int LOWER = 2;
  static final int CASELESS = 4;
  static final int MARK = 8;
  static final int NUMBER = 16;
  static final int SPACE = 32;
  static final int NEWLINE = 64;
  static final int OTHER = 128;

  static final int LETTER = UPPER | LOWER | CASELESS;
  static final int WHITE = SPACE | NEWLINE;
  static final int SYMBOL = MARK | OTHER;

  private static final byte[] ASCII = page(0);
  private static final byte[][] PAGES = new byte[0x1100][];
  private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(byte[][].class);

  private CharKind() {}

  /**
   * The kind of the character at {@code i} in the low byte, its length in bytes above it. A byte
   * that is not part of well-formed UTF-8 is a character of one byte and of the kind OTHER, as
   * U+FFFD would be.
   */
  static int at(byte[] text, int i, int end) {
    int b = text[i];
    if (b >= 0) {
      return ASCII[b] & 0xFF | 0x100;
    }
    int codePoint = Utf8.codePoint(text, i, end);
    if (codePoint < 0) {
      return OTHER | 0x100;
    }
    return of(codePoint) | Utf8.length(codePoint) << 8;
  }

  /** Where the run of characters of the kinds in {@code mask} that starts at {@code i} ends. */
  static int skip(byte[] text, int i, int end, int mask) {
    while (i < end) {
      int b = text[i];
      if (b >= 0) {
        if ((ASCII[b] & mask) == 0) {
          return i;
        }
        i++;
      } else {
        int kind = at(text, i, end);
        if ((kind & mask) == 0) {
          return i;
        }
        i += kind >> 8;
      }
    }
    return i;
  }

  static int of(int codePoint) {
    // Filled when first asked for, perhaps by several threads at once: who sees a page must see
    // what is in it.
    byte[] page = (byte[]) PAGE.getAcquire(PAGES, codePoint >> 8);
    if (page == null) {
      page = page(codePoint >> 8);
      PAGE.setRelease(PAGES, codePoint >> 8, page);
    }
    return page[codePoint & 0xFF] & 0xFF;
  }

  private static byte[] page(int number) {
    byte[] page = new byte[256];
    for (int i = 0; i < 256; i++) {
      page[i] = (byte) classify(number << 8 | i);
    }
    return page;
  }

  private static int classify(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
      case Character.LOWERCASE_LETTER -> LOWER;
      case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> CASELESS;
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          MARK;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          SPACE;
      case Character.CONTROL -> control(codePoint);
      case Character.UNASSIGNED -> NewerUnicode.kind(codePoint);
      default -> OTHER;
    };
  }

  private static int control(int codePoint) {
    if (codePoint == '\n' || codePoint == '\r') {
      return NEWLINE;
    }
    return codePoint == '\t' || codePoint == 0x0B || codePoint == '\f' || codePoint == 0x85
        ? SPACE
        : OTHER;
  }
}

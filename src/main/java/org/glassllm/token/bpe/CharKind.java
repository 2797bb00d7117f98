package org.glassllm.token.bpe;

import com.ibm.icu.lang.UCharacter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.glassllm.token.Utf8;

/**
 * The kinds of characters that word patterns distinguish, as bits; a mask is a set of kinds.
 *
 * <p>Letters, marks and numbers are Unicode's categories L, M and N. White space is Unicode's
 * White_Space, the {@code \s} of the reference patterns. White_Space contains U+0085 and the
 * no-break space, but not U+001C to U+001F. The reference tokenizers use Unicode 16. ICU4J 76 uses
 * Unicode 16 with every Java version.
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
  private static final AtomicReferenceArray<byte[]> PAGES = new AtomicReferenceArray<>(0x1100);

  private CharKind() {}

  /**
   * Returns a number whose low byte is the kind of the character at {@code i}; the higher bits are
   * the character's length in bytes. A malformed byte is a character of length 1 and kind OTHER.
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

  /**
   * Returns the end of the longest run of characters that starts at {@code i} and has only kinds in
   * {@code mask}.
   */
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
    // Several threads may fill one page; release and acquire publish the page's content.
    byte[] page = PAGES.getAcquire(codePoint >> 8);
    if (page == null) {
      page = page(codePoint >> 8);
      PAGES.setRelease(codePoint >> 8, page);
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

  /**
   * Returns the kind of a code point. Java and ICU4J have the same numbers for categories. Java
   * classifies Latin-1, which never changes, because the tables of ICU4J load slowly.
   */
  private static int classify(int codePoint) {
    return switch (codePoint < 0x100
        ? Character.getType(codePoint)
        : UCharacter.getType(codePoint)) {
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
      default -> OTHER;
    };
  }

  private static int control(int codePoint) {
    return switch (codePoint) {
      case '\n', '\r' -> NEWLINE;
      case '\t', 0x0B, '\f', 0x85 -> SPACE;
      default -> OTHER;
    };
  }
}

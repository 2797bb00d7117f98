package org.glassllm.token.bpe;

import org.glassllm.token.Utf8;

/**
 * Finds positions where a text can be cut so that its parts, encoded one by one, give the same ids
 * as the complete text. Every pattern ends a word at these positions, independent of the text
 * before them:
 *
 * <ul>
 *   <li>between a letter and a character that is no letter, mark or apostrophe (an apostrophe may
 *       start a contraction of o200k);
 *   <li>between a number and a character that is no number;
 *   <li>between a visible ASCII character and a space or a tab.
 * </ul>
 *
 * <p>The left part never ends with white space, so no rule about spaces at the end of a text
 * applies.
 */
final class SafeCuts {
  private static final int NOT_A_CUT = CharKind.LETTER | CharKind.MARK;

  private SafeCuts() {}

  /**
   * Returns the first safe cut of {@code text[0, to)} at or after {@code wanted}, or -1 if there is
   * none.
   */
  static int after(byte[] text, int wanted, int to) {
    for (int i = wanted; i < to; i++) {
      if (isCut(text, i, to)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns the last safe cut before {@code end}, or -1 if there is none. The text must have at
   * least 3 bytes from {@code end} on.
   */
  static int lastBefore(byte[] text, int end) {
    for (int i = end - 1; i > 0; i--) {
      if (isCut(text, i, text.length)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isCut(byte[] text, int i, int to) {
    byte next = text[i];
    if (Utf8.continues(next)) {
      return false;
    }
    int start = i - 1;
    while (start > 0 && start > i - 4 && Utf8.continues(text[start])) {
      start--;
    }
    int before = CharKind.at(text, start, to);
    if (start + (before >> 8) != i) {
      return false;
    }
    int kind = CharKind.at(text, i, to);
    if ((before & CharKind.LETTER) != 0) {
      return next != '\'' && (kind & NOT_A_CUT) == 0;
    }
    if ((before & CharKind.NUMBER) != 0) {
      return (kind & CharKind.NUMBER) == 0;
    }
    return text[start] > ' ' && text[start] < 0x7F && (next == ' ' || next == '\t');
  }
}

package org.glassllm.token.bpe;

import org.glassllm.token.Utf8;

/**
 * Positions where a text can be cut so that its parts, encoded one by one, give the same ids as the
 * whole. Every pattern ends a word here, whatever the text before:
 *
 * <ul>
 *   <li>between a letter and anything but a letter, a mark, or an apostrophe (o200k's
 *       contractions);
 *   <li>between a number and anything but a number;
 *   <li>between a visible ASCII character and a space or a tab.
 * </ul>
 *
 * <p>The left part never ends with white space, so no rule about spaces at the end of a text
 * applies.
 */
final class SafeCuts {
  private static final int NOT_A_CUT = CharKind.LETTER | CharKind.MARK;

  private SafeCuts() {}

  /** Returns the first safe cut of {@code text[0, to)} at or after {@code wanted}, or -1. */
  static int after(byte[] text, int wanted, int to) {
    for (int i = wanted; i < to; i++) {
      if (isCut(text, i, to)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the last safe cut before {@code end}, or -1; {@code text} has 3 bytes from there. */
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

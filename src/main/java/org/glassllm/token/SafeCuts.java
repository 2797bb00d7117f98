package org.glassllm.token;

/**
 * Places where a text can be cut so that its parts, split and encoded one by one, give the same
 * words as the whole.
 *
 * <p>No pattern has a word that goes on over one of these places, whatever stands before it:
 *
 * <ul>
 *   <li>between a letter and anything but a letter, a mark, or an apostrophe (o200k's
 *       contractions);
 *   <li>between a number and anything but a number;
 *   <li>between a visible ASCII character and a space or a tab.
 * </ul>
 *
 * <p>As the left part ends with something that is not white, no rule about spaces at the end of a
 * text comes into play.
 */
final class SafeCuts {
  private static final int NOT_A_CUT = CharKind.LETTER | CharKind.MARK;

  private SafeCuts() {}

  /** The first safe cut of {@code text[from, to)} at or after {@code wanted}, or -1. */
  static int after(byte[] text, int from, int wanted, int to) {
    for (int i = Math.max(wanted, from + 1); i < to; i++) {
      if (isCut(text, from, i, to)) {
        return i;
      }
    }
    return -1;
  }

  /** The last safe cut before {@code end}, or -1; three bytes from {@code end} on can be read. */
  static int lastBefore(byte[] text, int end) {
    for (int i = end - 1; i > 0; i--) {
      if (isCut(text, 0, i, text.length)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isCut(byte[] text, int from, int i, int to) {
    byte next = text[i];
    if (Utf8.continues(next)) {
      return false;
    }
    int start = i - 1;
    while (start > from && start > i - 4 && Utf8.continues(text[start])) {
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

package org.glassllm.token;

/**
 * Places where a text can be cut so that its parts, split and encoded one by one, give the same
 * words as the whole.
 *
 * <p>In every pattern a letter can be followed within its word only by a letter, a mark, or an
 * apostrophe (o200k's contractions). So between a letter and any other character a word always
 * ends, whatever stands before; and as the left part ends with a letter, no rule about spaces at
 * the end of a text comes into play.
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
    if (text[i] == '\'' || Utf8.continues(text[i])) {
      return false;
    }
    if ((CharKind.at(text, i, to) & NOT_A_CUT) != 0) {
      return false;
    }
    int start = i - 1;
    while (start > from && start > i - 4 && Utf8.continues(text[start])) {
      start--;
    }
    int before = CharKind.at(text, start, to);
    return (before & CharKind.LETTER) != 0 && start + (before >> 8) == i;
  }
}

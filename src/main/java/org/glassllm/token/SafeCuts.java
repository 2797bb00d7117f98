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

  /** The first safe cut at or after {@code wanted} and before {@code end}, or -1. */
  static int after(byte[] text, int wanted, int end) {
    for (int i = Math.max(wanted, 1); i < end; i++) {
      if (isCut(text, i, end)) {
        return i;
      }
    }
    return -1;
  }

  /** The last safe cut after {@code from} and before {@code end}, or -1. */
  static int lastBefore(byte[] text, int from, int end) {
    // A character at the very end may be cut in half: its kind is not known yet.
    for (int i = end - 4; i > from; i--) {
      if (isCut(text, i, end)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isCut(byte[] text, int i, int end) {
    if (text[i] == '\'' || Utf8.continues(text[i])) {
      return false;
    }
    if ((CharKind.at(text, i, end) & NOT_A_CUT) != 0) {
      return false;
    }
    int start = i - 1;
    while (start > 0 && start > i - 4 && Utf8.continues(text[start])) {
      start--;
    }
    int before = CharKind.at(text, start, end);
    return (before & CharKind.LETTER) != 0 && start + (before >> 8) == i;
  }
}

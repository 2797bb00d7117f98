package org.glassllm.token.bpe;

import static org.glassllm.token.bpe.CharKind.LETTER;
import static org.glassllm.token.bpe.CharKind.MARK;
import static org.glassllm.token.bpe.CharKind.NEWLINE;
import static org.glassllm.token.bpe.CharKind.NUMBER;
import static org.glassllm.token.bpe.CharKind.OTHER;
import static org.glassllm.token.bpe.CharKind.SPACE;
import static org.glassllm.token.bpe.CharKind.SYMBOL;
import static org.glassllm.token.bpe.CharKind.WHITE;

/**
 * Contains the scanners of {@link WordPattern}. Each scanner tries the alternatives of its regular
 * expression in order.
 */
final class WordScanners {
  /**
   * The kinds of the optional prefix of a word in cl100k and o200k: no letter, number, CR or LF.
   */
  private static final int PREFIX = MARK | SPACE | OTHER;

  /**
   * The kinds in o200k's first character set: upper case, title case, caseless letters and marks.
   */
  private static final int UPPERISH = CharKind.UPPER | CharKind.CASELESS | MARK;

  /** The kinds in o200k's second character set: lower case, caseless letters and marks. */
  private static final int LOWERISH = CharKind.LOWER | CharKind.CASELESS | MARK;

  private WordScanners() {}

  static int gpt2(byte[] t, int from, int end) {
    if (t[from] == '\'') {
      int length = contraction(t, from, end, false);
      if (length > 0) {
        return from + length;
      }
    }
    int kind = CharKind.at(t, from, end);
    int start = from;
    if (t[from] == ' ' && from + 1 < end) {
      int next = CharKind.at(t, from + 1, end);
      if ((next & WHITE) == 0) {
        kind = next;
        start = from + 1;
      }
    }
    int mask = (kind & LETTER) != 0 ? LETTER : (kind & NUMBER) != 0 ? NUMBER : SYMBOL;
    if ((kind & WHITE) == 0) {
      return CharKind.skip(t, start + (kind >> 8), end, mask);
    }
    return leaveOne(t, from, CharKind.skip(t, from, end, WHITE), end);
  }

  static int cl100k(byte[] t, int from, int end) {
    if (t[from] == '\'') {
      int length = contraction(t, from, end, true);
      if (length > 0) {
        return from + length;
      }
    }
    int kind = CharKind.at(t, from, end);
    int next = from + (kind >> 8);
    if ((kind & LETTER) != 0) {
      return CharKind.skip(t, next, end, LETTER);
    }
    if ((kind & PREFIX) != 0 && next < end) {
      int second = CharKind.at(t, next, end);
      if ((second & LETTER) != 0) {
        return CharKind.skip(t, next + (second >> 8), end, LETTER);
      }
    }
    if ((kind & NUMBER) != 0) {
      return digits(t, next, end);
    }
    int symbols = symbols(t, from, end, kind);
    if (symbols > 0) {
      return CharKind.skip(t, symbols, end, NEWLINE);
    }
    return spacesWithLines(t, from, end);
  }

  static int o200k(byte[] t, int from, int end) {
    int kind = CharKind.at(t, from, end);
    int next = from + (kind >> 8);
    int word = o200kWord(t, from, next, end, kind);
    if (word > 0) {
      return word < end && t[word] == '\'' ? word + contraction(t, word, end, true) : word;
    }
    if ((kind & NUMBER) != 0) {
      return digits(t, next, end);
    }
    int symbols = symbols(t, from, end, kind);
    if (symbols > 0) {
      while (symbols < end && (t[symbols] == '\n' || t[symbols] == '\r' || t[symbols] == '/')) {
        symbols++;
      }
      return symbols;
    }
    return spacesWithLines(t, from, end);
  }

  /**
   * Returns the end of a word, or -1 if no word starts at {@code from}. Tries both alternatives for
   * words, each first with the prefix and then without it.
   */
  private static int o200kWord(byte[] t, int from, int next, int end, int kind) {
    boolean prefix = (kind & PREFIX) != 0;
    boolean wordChar = (kind & (LETTER | MARK)) != 0;
    int word = prefix ? endingInLower(t, next, end) : -1;
    if (word < 0 && wordChar) {
      word = endingInLower(t, from, end);
    }
    if (word < 0 && prefix) {
      int upper = CharKind.skip(t, next, end, CharKind.UPPER);
      word = upper > next ? upper : -1;
    }
    if (word < 0 && wordChar) {
      word = CharKind.skip(t, from, end, CharKind.UPPER);
    }
    return word;
  }

  /**
   * Returns the end of a match of {@code [upperish]*[lowerish]+}, or -1 if there is no match. No
   * backtracking is needed: if no lower-case letter follows the upperish run, the match ends after
   * the last character that is in both sets.
   */
  private static int endingInLower(byte[] t, int from, int end) {
    int lastInBoth = -1;
    int i = from;
    while (i < end) {
      int kind = CharKind.at(t, i, end);
      if ((kind & UPPERISH) == 0) {
        return (kind & CharKind.LOWER) != 0 ? CharKind.skip(t, i, end, LOWERISH) : lastInBoth;
      }
      i += kind >> 8;
      if ((kind & LOWERISH) != 0) {
        lastInBoth = i;
      }
    }
    return lastInBoth;
  }

  private static int digits(byte[] t, int from, int end) {
    int i = from;
    for (int n = 1; n < 3 && i < end; n++) {
      int kind = CharKind.at(t, i, end);
      if ((kind & NUMBER) == 0) {
        break;
      }
      i += kind >> 8;
    }
    return i;
  }

  /** Returns the end of a match of {@code ?[^\s\p{L}\p{N}]+}, or -1 if there is no match. */
  private static int symbols(byte[] t, int from, int end, int kind) {
    if ((kind & SYMBOL) != 0) {
      return CharKind.skip(t, from + (kind >> 8), end, SYMBOL);
    }
    if (t[from] != ' ') {
      return -1;
    }
    int stop = CharKind.skip(t, from + 1, end, SYMBOL);
    return stop > from + 1 ? stop : -1;
  }

  /**
   * Returns the end of a match of {@code \s*[\r\n]+|\s+(?!\S)|\s+}, which is the last line end if
   * there is one.
   */
  private static int spacesWithLines(byte[] t, int from, int end) {
    int stop = CharKind.skip(t, from, end, WHITE);
    for (int i = stop - 1; i >= from; i--) {
      if (t[i] == '\n' || t[i] == '\r') {
        return i + 1;
      }
    }
    return leaveOne(t, from, stop, end);
  }

  /**
   * Returns the end of a match of {@code \s+(?!\S)|\s+}. The last of several spaces belongs to the
   * next word.
   */
  private static int leaveOne(byte[] t, int from, int stop, int end) {
    if (stop == end) {
      return stop;
    }
    int last = stop - 1;
    while (t[last] < (byte) 0xC0) {
      last--;
    }
    return last > from ? last : stop;
  }

  /**
   * Returns the length of the contraction {@code 's 't 'm 'd 'll 're 've} at {@code from}, or 0 if
   * there is none. The long s (U+017F) equals s if case is ignored.
   */
  private static int contraction(byte[] t, int from, int end, boolean anyCase) {
    if (from + 1 >= end) {
      return 0;
    }
    int fold = anyCase ? 0x20 : 0;
    int a = t[from + 1] | fold;
    if (t[from + 1] >= 0 && (a == 's' || a == 't' || a == 'm' || a == 'd')) {
      return 2;
    }
    if (from + 2 >= end) {
      return 0;
    }
    if (anyCase && t[from + 1] == (byte) 0xC5 && t[from + 2] == (byte) 0xBF) {
      return 3;
    }
    int b = t[from + 2] | fold;
    boolean long3 = a == 'l' && b == 'l' || (a == 'r' || a == 'v') && b == 'e';
    return long3 ? 3 : 0;
  }
}

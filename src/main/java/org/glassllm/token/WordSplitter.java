package org.glassllm.token;

/** Splits UTF-8 text into words. Byte-pair encoding merges tokens only within a word. */
@FunctionalInterface
public interface WordSplitter {
  /**
   * Returns the end of the word that starts at {@code from}; the result lies in {@code (from,
   * end]}.
   *
   * @param text the text in UTF-8; each malformed byte counts as one symbol
   * @param from start of a word, less than {@code end}
   * @param end end of the text
   */
  int wordEnd(byte[] text, int from, int end);
}

package org.glassllm.token;

/**
 * Cuts UTF-8 text into the words within which byte pairs are merged; no token crosses a cut.
 *
 * <p>The published patterns are regular expressions. Here each is a hand-written scanner that reads
 * bytes, because a backtracking engine would cost more than all the merging.
 */
@FunctionalInterface
public interface Splitter {
  /**
   * The end of the word that starts at {@code from}.
   *
   * @param text UTF-8; bytes that are not UTF-8 count as symbols of one byte
   * @param from start of a word, less than {@code end}
   * @param end end of the text
   * @return a place in {@code (from, end]}
   */
  int wordEnd(byte[] text, int from, int end);
}

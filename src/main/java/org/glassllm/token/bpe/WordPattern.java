package org.glassllm.token.bpe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.token.WordSplitter;

/**
 * A published pattern that splits text into words. Each pattern has a regular expression and a
 * hand-written scanner that finds the same words. Regular expressions with backtracking would take
 * longer than all merges together.
 */
public enum WordPattern implements WordSplitter {
  /**
   * The pattern of GPT-2 and r50k_base. It separates words, numbers, symbols and white space; one
   * leading space belongs to the word.
   */
  GPT2(
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
      WordScanners::gpt2),

  /**
   * The pattern of GPT-4 and Llama 3. Contractions may be in upper or lower case; numbers have at
   * most three digits.
   */
  CL100K(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      WordScanners::cl100k),

  /**
   * The pattern of GPT-4o. A word also ends where upper case starts; a contraction belongs to the
   * word before it.
   */
  O200K(
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      WordScanners::o200k);

  /**
   * Later regular expressions of the same patterns in tiktoken and Hugging Face, most with
   * possessive quantifiers.
   */
  private static final Map<String, WordPattern> OTHER_SPELLINGS =
      Map.of(
          "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          GPT2,
          "'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++"
              + "|\\s++$|\\s+(?!\\S)|\\s",
          GPT2,
          "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}"
              + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
          CL100K);

  private final String regex;
  private final WordSplitter scanner;

  WordPattern(String regex, WordSplitter scanner) {
    this.regex = regex;
    this.scanner = scanner;
  }

  @Override
  public int wordEnd(byte[] text, int from, int end) {
    return scanner.wordEnd(text, from, end);
  }

  /** Returns the scanner; a direct call of the scanner saves one call per word. */
  WordSplitter scanner() {
    return scanner;
  }

  /** Returns the published regular expression of this pattern, which files store. */
  public String regex() {
    return regex;
  }

  /** Returns whether a regular expression is a published spelling of this pattern. */
  public boolean isWrittenAs(String expression) {
    return expression.equals(regex) || OTHER_SPELLINGS.get(expression) == this;
  }

  /**
   * Returns the name of this pattern in files and messages: {@code gpt2}, {@code cl100k} or {@code
   * o200k}.
   */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the pattern with the given name; upper and lower case are equal. */
  public static WordPattern of(String name) {
    return Arrays.stream(values())
        .filter(pattern -> pattern.key().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> Check.illegal("pattern", name, "gpt2, cl100k or o200k"));
  }
}

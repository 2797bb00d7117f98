package org.glassllm.token.bpe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.token.WordSplitter;

/**
 * The published patterns that split text into words. Each is a regular expression and a
 * hand-written scanner that gives the same words: a backtracking engine would take longer than all
 * merges together.
 */
public enum WordPattern implements WordSplitter {
  /** GPT-2 and r50k_base: words with their leading space, numbers, symbols, spaces. */
  GPT2(
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
      WordScanners::gpt2),

  /** GPT-4 and Llama 3: contractions in any case, numbers of at most three digits. */
  CL100K(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      WordScanners::cl100k),

  /** GPT-4o: a word also ends where upper case starts, and keeps its contraction. */
  O200K(
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      WordScanners::o200k);

  /** Later spellings of tiktoken and Hugging Face, with possessive quantifiers. */
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

  /** Returns the scanner itself: one call less per word. */
  WordSplitter scanner() {
    return scanner;
  }

  /** Returns the published regular expression, for files and for readers. */
  public String regex() {
    return regex;
  }

  /** Returns whether a regular expression is a published spelling of this pattern. */
  public boolean isWrittenAs(String expression) {
    return expression.equals(regex) || OTHER_SPELLINGS.get(expression) == this;
  }

  /** Returns the name in files and messages: {@code gpt2}, {@code cl100k} or {@code o200k}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the pattern with a name. */
  public static WordPattern of(String name) {
    return Arrays.stream(values())
        .filter(pattern -> pattern.key().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> Check.illegal("pattern", name, "gpt2, cl100k or o200k"));
  }
}

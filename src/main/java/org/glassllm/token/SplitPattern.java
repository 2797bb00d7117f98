package org.glassllm.token;

import java.util.Locale;
import java.util.Map;
import org.glassllm.base.Check;

/** The published ways to cut text into words before byte pairs are merged. */
public enum SplitPattern {
  /** GPT-2 and r50k_base: words with their leading space, numbers, symbols, spaces. */
  GPT2(
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
      Splitters::gpt2),

  /** GPT-4 and Llama 3: contractions in any case, numbers of at most three digits. */
  CL100K(
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      Splitters::cl100k),

  /** GPT-4o: words also end where upper case begins, and keep their contraction. */
  O200K(
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      Splitters::o200k);

  /** tiktoken's and Hugging Face's later spellings, with possessive quantifiers. */
  private static final Map<String, SplitPattern> OTHER_SPELLINGS =
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
  private final Splitter splitter;

  SplitPattern(String regex, Splitter splitter) {
    this.regex = regex;
    this.splitter = splitter;
  }

  /** The expression as it is published, for files and for reading; the scanner equals it. */
  public String regex() {
    return regex;
  }

  /** The scanner. */
  public Splitter splitter() {
    return splitter;
  }

  /** Whether a file's expression is this one in any of its published spellings. */
  boolean isWrittenAs(String expression) {
    return expression.equals(regex) || OTHER_SPELLINGS.get(expression) == this;
  }

  /** The name on the command line: {@code gpt2}, {@code cl100k} or {@code o200k}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The pattern with a name. */
  public static SplitPattern of(String name) {
    for (SplitPattern pattern : values()) {
      if (pattern.key().equals(name.toLowerCase(Locale.ROOT))) {
        return pattern;
      }
    }
    throw Check.illegal("pattern", name, "gpt2, cl100k or o200k");
  }
}

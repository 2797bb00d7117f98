package org.glassllm.token;

import org.glassllm.base.Check;

/**
 * How a {@link BpeTrainer} trains.
 *
 * @param vocabSize ids in all: special tokens, the 256 bytes and the merged tokens. The result has
 *     fewer where the text has no more pairs to merge
 * @param pattern how text is cut into words
 * @param minFrequency a pair that occurs less often is not merged; at least 1
 * @param specials special tokens with the ids 0, 1, 2, …
 */
public record BpeSettings(
    int vocabSize, SplitPattern pattern, long minFrequency, SpecialTokens specials) {

  /** Checks the ranges: the vocabulary must hold the special tokens and all 256 bytes. */
  public BpeSettings {
    int least = 256 + specials.ids().size();
    if (vocabSize < least || vocabSize > Vocabulary.MAX_ID) {
      throw Check.illegal(
          "vocabulary size",
          vocabSize,
          "from "
              + least
              + " (256 bytes and "
              + specials.ids().size()
              + " special tokens) to "
              + Vocabulary.MAX_ID);
    }
    Check.atLeast("minimum frequency", minFrequency, 1);
    specials
        .ids()
        .forEach((token, id) -> Check.within("id of " + token, id, 0, specials.ids().size() - 1));
  }

  /** GPT-2's pattern, no special tokens, every pair counts (the command line asks for two). */
  public static BpeSettings of(int vocabSize) {
    return new BpeSettings(vocabSize, SplitPattern.GPT2, 1, SpecialTokens.NONE);
  }

  /** The same with another pattern. */
  public BpeSettings withPattern(SplitPattern other) {
    return new BpeSettings(vocabSize, other, minFrequency, specials);
  }

  /** The same with another minimum frequency. */
  public BpeSettings withMinFrequency(long other) {
    return new BpeSettings(vocabSize, pattern, other, specials);
  }

  /** The same with special tokens, as {@link SpecialTokens#numbered} gives them. */
  public BpeSettings withSpecials(SpecialTokens other) {
    return new BpeSettings(vocabSize, pattern, minFrequency, other);
  }
}

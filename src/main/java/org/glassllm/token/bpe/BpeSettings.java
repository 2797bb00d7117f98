package org.glassllm.token.bpe;

import org.glassllm.base.Check;
import org.glassllm.token.SpecialTokens;

/**
 * The settings of a {@link BpeTrainer}.
 *
 * @param vocabSize number of ids, which are special tokens, 256 bytes and merged tokens; the
 *     trained tokenizer has fewer ids if the text has too few pairs
 * @param pattern the pattern that splits text into words
 * @param minFrequency minimum count of a pair that is merged; at least 1
 * @param specials special tokens with the ids 0, 1, 2, …
 */
public record BpeSettings(
    int vocabSize, WordPattern pattern, long minFrequency, SpecialTokens specials) {

  /** Checks that the vocabulary has room for the special tokens and all 256 bytes. */
  public BpeSettings {
    int special = specials.ids().size();
    if (vocabSize < 256 + special || vocabSize > BpeModel.MAX_ID) {
      String least = (256 + special) + " (256 bytes and " + special + " special tokens)";
      throw Check.illegal("vocabulary size", vocabSize, "from " + least + " to " + BpeModel.MAX_ID);
    }
    Check.atLeast("minimum frequency", minFrequency, 1);
    specials.ids().forEach((token, id) -> Check.within("id of " + token, id, 0, special - 1));
  }

  /** Returns settings with GPT-2's pattern, no special tokens and minimum frequency 1. */
  public static BpeSettings of(int vocabSize) {
    return new BpeSettings(vocabSize, WordPattern.GPT2, 1, SpecialTokens.NONE);
  }

  /** Returns these settings with another pattern. */
  public BpeSettings withPattern(WordPattern other) {
    return new BpeSettings(vocabSize, other, minFrequency, specials);
  }

  /** Returns these settings with another minimum frequency. */
  public BpeSettings withMinFrequency(long other) {
    return new BpeSettings(vocabSize, pattern, other, specials);
  }

  /**
   * Returns these settings with other special tokens, whose ids must be 0, 1, 2, …; see {@link
   * SpecialTokens#numbered}.
   */
  public BpeSettings withSpecials(SpecialTokens other) {
    return new BpeSettings(vocabSize, pattern, minFrequency, other);
  }
}

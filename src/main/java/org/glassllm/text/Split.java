package org.glassllm.text;

import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * A training split and a validation split of a corpus, which do not overlap. The validation split
 * is the end of the corpus, so the same corpus always gives the same splits. No text is held in
 * memory.
 *
 * @param train the training split, not empty
 * @param validation the validation split, not empty
 */
public record Split(Corpus train, Corpus validation) {
  /** The default share of the validation split. */
  public static final double VALIDATION = 0.1;

  /**
   * Returns the splits of a corpus. Several documents are split between documents, a single
   * document by characters.
   *
   * <p>Of n documents, the last n − ⌊n · (1 − share)⌋ form the validation split, at least 1 and at
   * most n − 1. A single document is split after {@code (long) (length · (1 − share))} {@code
   * char}s, as in nanoGPT. A surrogate pair at this point goes to the validation split.
   *
   * @param share the share of the validation split, above 0 and below 1
   */
  public static Split of(Corpus corpus, double share) {
    Check.positive("validation share", share);
    Check.below("validation share", share, 0, 1);
    long n = corpus.size();
    if (n > 1) {
      long kept = Math.max(1, Math.min(n - 1, (long) (n * (1 - share))));
      return new Split(corpus.range(0, kept), corpus.range(kept, n));
    }
    List<Corpus> parts = corpus.cutAt((long) (corpus.length() * (1 - share)));
    if (parts.get(0).length() == 0 || parts.get(1).length() == 0) {
      throw new InputException(
          "cannot split %s, which has %s characters, with a validation share of %s: one split would"
              + " be empty; give more text",
          corpus.name(), corpus.length(), share);
    }
    return new Split(parts.get(0), parts.get(1));
  }
}

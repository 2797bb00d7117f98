package org.glassllm.text;

import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * A corpus in two parts that do not overlap. Validation is the last part, so the same corpus always
 * gives the same split. No text is held in memory.
 *
 * @param train the part to train on, not empty
 * @param validation the part to measure on, not empty
 */
public record Split(Corpus train, Corpus validation) {
  /** The default share of validation. */
  public static final double VALIDATION = 0.1;

  /**
   * Splits many documents by document, and a single one by characters.
   *
   * <p>Of n documents validation gets the last n − ⌊n · (1 − share)⌋, at least 1 and at most n − 1.
   * A single document is cut after {@code (long) (length · (1 − share))} {@code char}s, as nanoGPT
   * cuts its text; a surrogate pair at the cut goes to validation.
   *
   * @param share of validation, above 0 and below 1
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
          "cannot split %s with %s characters by %s: a part would be empty; give more" + " text",
          corpus.name(), corpus.length(), share);
    }
    return new Split(parts.get(0), parts.get(1));
  }
}

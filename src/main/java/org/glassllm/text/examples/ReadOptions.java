package org.glassllm.text.examples;

import org.glassllm.base.Check;

/**
 * The treatment of rows that a reader cannot keep complete.
 *
 * @param strict whether the first malformed row ends the reading with an error; otherwise malformed
 *     rows are skipped and reported
 * @param mostCharacters maximum total length of the texts of an example in {@code char}s; longer
 *     examples are truncated or skipped
 */
public record ReadOptions(boolean strict, int mostCharacters) {
  /** Skips malformed rows and limits an example to 1,000,000 characters. */
  public static final ReadOptions DEFAULT = new ReadOptions(false, 1_000_000);

  /** Checks that the limit is at least 1. */
  public ReadOptions {
    Check.positive("mostCharacters", mostCharacters);
  }
}

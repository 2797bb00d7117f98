package org.glassllm.token.bpe;

/** Receives the progress of tokenizer training. */
@FunctionalInterface
public interface TrainingProgress {
  /** The two phases of tokenizer training. */
  enum Phase {
    /** Reads text and counts words; {@code done} counts bytes, {@code total} is -1. */
    READ,
    /** Merges pairs; {@code done} and {@code total} count tokens. */
    MERGE
  }

  /**
   * Receives the progress of a phase; the training thread calls this method repeatedly.
   *
   * @param total the total number of tokens in phase {@link Phase#MERGE}; -1 in phase {@link
   *     Phase#READ}
   */
  void progress(Phase phase, long done, long total);
}

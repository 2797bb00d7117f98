package org.glassllm.token.bpe;

/** Receives the progress of tokenizer training. */
@FunctionalInterface
public interface TrainingProgress {
  /** The two phases of training. */
  enum Phase {
    /** Reads text and counts words; {@code done} is in bytes, {@code total} is unknown. */
    READ,
    /** Merges pairs; {@code done} and {@code total} count tokens. */
    MERGE
  }

  /**
   * Reports progress; the training thread calls it repeatedly.
   *
   * @param total the amount of work, or -1 if it is unknown
   */
  void progress(Phase phase, long done, long total);
}

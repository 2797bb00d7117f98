package org.glassllm.token;

/** Hears how far the training of a tokenizer has come. */
@FunctionalInterface
public interface TrainingProgress {
  /** The two parts of the work. */
  enum Phase {
    /** Reading text and counting words; {@code done} is in bytes and {@code total} is unknown. */
    READ,
    /** Merging pairs; {@code done} and {@code total} are numbers of tokens. */
    MERGE
  }

  /** Hears nothing. */
  TrainingProgress SILENT = (phase, done, total) -> {};

  /**
   * Called now and then by the training thread.
   *
   * @param total how much there is in all, or -1 if that is not known
   */
  void progress(Phase phase, long done, long total);
}

package org.glassllm.base;

/**
 * A listener for the progress of a long computation; an exception from the listener ends the
 * computation.
 */
@FunctionalInterface
public interface Progress {
  /** A listener that ignores all reports. */
  Progress NONE = (done, total) -> {};

  /**
   * Receives a report of progress.
   *
   * @param done the finished amount of work
   * @param total the total amount of work, in the same unit
   */
  void at(long done, long total);
}

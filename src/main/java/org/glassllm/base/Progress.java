package org.glassllm.base;

/**
 * Receives the progress of a long computation; an exception that it throws ends the computation.
 */
@FunctionalInterface
public interface Progress {
  /** Ignores all reports. */
  Progress NONE = (done, total) -> {};

  /** Called repeatedly with the finished part and the whole, in the same unit. */
  void at(long done, long total);
}

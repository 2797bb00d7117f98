package org.glassllm.cli;

import org.glassllm.base.InputException;

/** Merges optional flags with existing settings. */
final class Given {
  private Given() {}

  /** Returns the given value, or the other one if it is null. */
  static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  /** Refuses a given value that differs from that of the run. */
  static void requireSame(String option, Object given, Object own) {
    boolean same =
        given instanceof Number a && own instanceof Number b
            ? a.doubleValue() == b.doubleValue() // of whatever width, and -0 is 0
            : given == null || given.equals(own);
    if (!same) {
      throw new InputException(
          option
              + " "
              + given
              + " differs from the run's own, "
              + own
              + "; the settings of a run are fixed when it starts: omit the option, or start a new run"
              + " with another --run");
    }
  }
}

package org.glassllm.cli;

import org.glassllm.base.InputException;

/** What an option that may be left out means for a value that exists already. */
final class Given {
  private Given() {}

  /** The given value, or the other where none was given. */
  static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  /** Fails if a value was given and is not the one of the run that goes on. */
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
              + "; the settings of a run are fixed when it begins: leave it out, or start a new run"
              + " with another --run");
    }
  }
}

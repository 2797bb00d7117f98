package org.glassllm.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import picocli.CommandLine.TypeConversionException;

/** Reads options, and merges them with existing settings. */
final class Given {
  private Given() {}

  /** Returns the given value, or the other one if it is null. */
  static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  /** Converts an option to a path; an empty text would be the current folder. */
  static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("the path is empty; give a file or a folder");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(e.getMessage() + ", not a path on this system");
    }
  }

  /** Returns a given text or null; refuses an empty text. */
  static String notEmpty(String option, String text) {
    if (text != null && text.isEmpty()) {
      throw new InputException(
          option + ": the path of the text is empty; give a file or a folder, or omit the option");
    }
    return text;
  }

  /** Refuses a given value that differs from that of the run. */
  static void requireSame(String option, Object given, Object own) {
    boolean same =
        given instanceof Number a && own instanceof Number b
            ? a.doubleValue() == b.doubleValue() // of whatever width, and -0 is 0
            : given == null || given.equals(own);
    if (!same) {
      throw new InputException(
          "%s %s differs from the run's own, %s; the settings of a run are fixed when it starts: omit"
              + " the option, or start a new run with another --run",
          option, given, own);
    }
  }
}

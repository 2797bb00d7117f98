package org.glassllm.cli;

import java.nio.file.Path;
import org.glassllm.base.InputException;
import picocli.CommandLine.TypeConversionException;

/** Reads options and compares them with existing settings. */
final class Given {
  private Given() {}

  /** Returns {@code given}, or {@code otherwise} if {@code given} is null. */
  static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  /**
   * Converts an option to a path; rejects an empty text, which Java would take for the current
   * folder.
   */
  static Path path(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("the path is empty; give a file or a folder");
    }
    return Path.of(text);
  }

  /** Returns {@code text}, which may be null; throws an exception if it is empty. */
  static String notEmpty(String option, String text) {
    if (text != null && text.isEmpty()) {
      throw new InputException(
          option + ": the path of the text is empty; give a file or a folder, or omit the option");
    }
    return text;
  }

  /**
   * Throws an exception if a given value differs from the value of the run; null stands for an
   * option that is not given.
   */
  static void requireSame(String option, Object given, Object own) {
    boolean same =
        given instanceof Number a && own instanceof Number b
            ? a.doubleValue() == b.doubleValue() // an int may equal a long, and -0 equals 0
            : given == null || given.equals(own);
    if (!same) {
      throw new InputException(
          "%s %s differs from the run's value, %s; the settings of a run are fixed when"
              + " the run starts; omit the option, or start a new run with another --run",
          option, given, own);
    }
  }
}

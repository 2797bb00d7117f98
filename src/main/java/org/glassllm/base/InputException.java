package org.glassllm.base;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An illegal input that a user can correct: a file, an option, a number.
 *
 * <p>The message is one line that names the input, its value and the remedy. The command line
 * prints it and exits with code 2.
 */
public class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
  private static final int SHOWN = 60;
  private static final int LONGEST = 4000;

  /**
   * @param message one line: the input, its value and the remedy
   */
  public InputException(String message) {
    super(oneLine(message));
  }

  /**
   * Creates an exception whose message is a format and its values.
   *
   * @param format as for {@link String#format}
   */
  public InputException(String format, Object first, Object... rest) {
    this(format.formatted(Stream.concat(Stream.of(first), Arrays.stream(rest)).toArray()));
  }

  /**
   * @param message one line: the input, its value and the remedy
   * @param cause the underlying error
   */
  public InputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * Returns a value as messages show it: without control characters, and at most 60 characters
   * long.
   */
  public static String shown(Object value) {
    String text = oneLine(String.valueOf(value));
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
  }

  /**
   * Removes control characters, which a damaged file could send to the terminal, also those that
   * reverse the direction of the text; limits the length.
   */
  private static String oneLine(String message) {
    String line = CONTROLS.matcher(message).replaceAll(" ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}

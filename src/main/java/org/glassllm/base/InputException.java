package org.glassllm.base;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An error in an input that the user can correct, such as a file, an option or a number.
 *
 * <p>The message is one line that names the input, its value and the remedy. The command line
 * prints the message and exits with code 2.
 */
public class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
  private static final int SHOWN = 60;
  private static final int LONGEST = 4000;

  /**
   * Creates an exception; control characters in the message become spaces.
   *
   * @param message one line that names the input, the input's value and the remedy
   */
  public InputException(String message) {
    super(oneLine(message));
  }

  /**
   * Creates an exception whose message {@link String#format} builds.
   *
   * @param format a format string, as for {@link String#format}
   * @param first the first value that the format needs
   * @param rest the other values that the format needs
   */
  public InputException(String format, Object first, Object... rest) {
    this(format.formatted(Stream.concat(Stream.of(first), Arrays.stream(rest)).toArray()));
  }

  /**
   * Creates an exception with a cause; control characters in the message become spaces.
   *
   * @param message one line that names the input, the input's value and the remedy
   * @param cause the underlying error
   */
  public InputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /**
   * Returns a value as text for a message, without control characters and truncated to 60
   * characters.
   */
  public static String shown(Object value) {
    String text = oneLine(String.valueOf(value));
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
  }

  /** Returns a text on one line, at most 4000 characters long. */
  private static String oneLine(String message) {
    return oneLine(message, LONGEST);
  }

  /**
   * Returns a text on one line without control characters. A damaged file could send these to the
   * terminal, also those that reverse the direction of the text.
   *
   * @param most of a longer text, the start and the end are kept, about this many characters
   */
  public static String oneLine(String text, int most) {
    String line = CONTROLS.matcher(text).replaceAll(" ");
    int size = line.codePointCount(0, line.length());
    return size <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most / 2))
            + " … "
            + line.substring(line.offsetByCodePoints(line.length(), -(most / 2)));
  }
}

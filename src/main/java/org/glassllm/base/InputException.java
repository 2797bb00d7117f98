package org.glassllm.base;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * An illegal input that a user can correct: a file, an option, a number.
 *
 * <p>The message is one line that names the input, its value and the remedy. The command line
 * prints it and exits with code 2.
 */
public class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

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

  /** Removes control characters, which a damaged file could send to the terminal. */
  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}

package org.glassllm.base;

/**
 * An input that a person gave and can mend: a file, an option, a number.
 *
 * <p>The message is one line that names the input, its value and the remedy; the command line
 * prints it as it is and exits with code 2.
 */
public class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line: what, which value, what to do about it
   */
  public InputException(String message) {
    super(oneLine(message));
  }

  /**
   * @param message one line: what, which value, what to do about it
   * @param cause what revealed it
   */
  public InputException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Names that a damaged file holds may contain line ends; a terminal must not obey them. */
  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}

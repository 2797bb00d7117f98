package org.glassllm.cli;

import java.io.Console;

/** Detects whether the command runs in a terminal. */
final class Terminal {
  private Terminal() {}

  /**
   * Returns whether input and output are a terminal. Since Java 22 a console can exist without a
   * terminal, so {@code Console.isTerminal} decides.
   */
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22 only a terminal has a console
    }
  }
}

package org.glassllm.cli;

import java.io.Console;

/** Detects a terminal. */
final class Terminal {
  private Terminal() {}

  /** Returns whether output goes to a terminal. From Java 22 on, a console alone is no proof. */
  static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22, a console exists only in a terminal
    }
  }
}

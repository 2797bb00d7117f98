package org.glassllm.cli;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The source of the lines that a user writes in a chat. */
interface ChatInput extends AutoCloseable {
  /** Returns the next line, or an empty result at the end of input. */
  Optional<String> next();

  /**
   * Runs the generation of an answer, which Ctrl-C interrupts.
   *
   * @param generation receives a supplier that returns true after Ctrl-C
   */
  <T> T interruptible(Function<BooleanSupplier, T> generation);

  @Override
  void close();
}

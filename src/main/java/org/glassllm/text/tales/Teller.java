package org.glassllm.text.tales;

/**
 * Decides the choices of a {@link Story}. One teller draws at random and generates a tale; another
 * reads a text and multiplies the probabilities of the alternatives that it finds.
 */
@FunctionalInterface
public interface Teller {
  /** Returns the index of the chosen alternative. */
  int choose(Choice choice);

  /** Returns the index of the chosen alternative. */
  default int choose(Choice.Builder choice) {
    return choose(choice.build());
  }

  /** Tells a fixed text: a choice with one alternative. */
  default void say(String text) {
    choose(Choice.of().add(text, 1));
  }
}

package org.glassllm.text.tales;

/**
 * Decides the choices of a {@link Story}. A {@link Narrator} draws alternatives at random and
 * generates a tale. Another teller finds the alternatives in a given text and multiplies the
 * probabilities of these alternatives.
 */
@FunctionalInterface
public interface Teller {
  /** Returns the index of the alternative that the teller chooses. */
  int choose(Choice choice);

  /** Builds a choice and returns the index of the alternative that the teller chooses. */
  default int choose(Choice.Builder choice) {
    return choose(choice.build());
  }

  /** Tells a fixed text, as a choice with one alternative. */
  default void say(String text) {
    choose(Choice.of().add(text, 1));
  }
}

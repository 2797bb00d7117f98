package org.glassllm.text;

/**
 * Whom a {@link Story} asks at each choice: one teller draws at random and so writes a tale,
 * another reads a given text and multiplies the probabilities of what it finds there.
 */
@FunctionalInterface
public interface Teller {
  /**
   * Decides how the story goes on.
   *
   * @param choice what is possible
   * @return the index of the alternative taken
   */
  int choose(Choice choice);

  /** Decides how the story goes on; short for {@code choose(choice.build())}. */
  default int choose(Choice.Builder choice) {
    return choose(choice.build());
  }

  /** Tells a fixed text, a choice with one alternative. */
  default void say(String text) {
    choose(Choice.of().add(text, 1));
  }
}

package org.glassllm.text.tales;

/**
 * A probabilistic grammar, written as a procedure that tells one story.
 *
 * <p>Alternatives and weights may depend on everything told before. The same answers of the teller
 * must give the same story. Each call starts a new story and ends after finitely many choices with
 * probability 1.
 */
@FunctionalInterface
public interface Story {
  /** Tells one story. */
  void tell(Teller teller);
}

package org.glassllm.text.tales;

/**
 * A probabilistic grammar, written as a procedure that tells one story.
 *
 * <p>Alternatives and weights may depend on all earlier choices. The same choices of the teller
 * must give the same story. Each call starts a new story and ends after finitely many choices with
 * probability 1.
 */
@FunctionalInterface
public interface Story {
  /** Tells one story; the teller decides each choice. */
  void tell(Teller teller);
}

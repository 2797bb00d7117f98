package org.glassllm.text;

/**
 * A probabilistic grammar, written as the procedure that tells one story.
 *
 * <p>The procedure keeps whatever state it likes, so its alternatives and weights may depend on all
 * that was told before. It must do the same for the same answers of the teller, start anew at each
 * call, and end after finitely many choices with probability 1.
 */
@FunctionalInterface
public interface Story {
  /** Tells one story from its beginning to its end. */
  void tell(Teller teller);
}

package org.glassllm.text.tales;

import org.glassllm.base.Check;

/**
 * One of the possible continuations at a {@link Choice} in a story.
 *
 * @param text the words of the continuation, not empty
 * @param weight the relative probability within the choice; 0 if the grammar allows the words, but
 *     the state of the world makes them impossible
 * @param fault the reason for a weight of 0; empty otherwise
 */
public record Alternative(String text, int weight, String fault) {
  /** Checks that the text is not empty and the weight is not negative. */
  public Alternative {
    if (text.isEmpty()) {
      throw Check.illegal(
          "text",
          "\"\"",
          "at least one character, because an empty text makes the grammar ambiguous");
    }
    Check.atLeast("weight", weight, 0);
  }
}

package org.glassllm.text.tales;

import org.glassllm.base.Check;

/**
 * One continuation of a story.
 *
 * @param text the words, not empty
 * @param weight relative probability within its choice; 0 if the grammar allows the words but the
 *     state of the world forbids them
 * @param fault the reason for weight 0; empty otherwise
 */
public record Alternative(String text, int weight, String fault) {
  /** Checks text and weight. */
  public Alternative {
    if (text.isEmpty()) {
      throw Check.illegal("text", "\"\"", "at least one character; else the grammar is ambiguous");
    }
    Check.atLeast("weight", weight, 0);
  }
}

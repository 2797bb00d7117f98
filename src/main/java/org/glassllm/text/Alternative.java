package org.glassllm.text;

import org.glassllm.base.Check;

/**
 * One way in which a story may go on.
 *
 * @param text what is told, not empty
 * @param weight how likely it is, relative to the other alternatives of its choice; 0 where the
 *     grammar allows the words but the state of the world forbids them
 * @param fault why the weight is 0, in plain English; empty where it is not
 */
public record Alternative(String text, int weight, String fault) {
  /** Checks text and weight. */
  public Alternative {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "illegal text: empty, must have at least one character, or the grammar is ambiguous");
    }
    Check.atLeast("weight", weight, 0);
  }
}

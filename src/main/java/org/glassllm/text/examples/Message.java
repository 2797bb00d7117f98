package org.glassllm.text.examples;

import org.glassllm.base.InputException;

/**
 * A message of a dialogue.
 *
 * @param role the author
 * @param content the text, not blank
 */
public record Message(Role role, String content) {
  /** Checks that the text is not blank. */
  public Message {
    if (content.isBlank()) {
      throw new InputException("a message has no text; write its text, or remove the row");
    }
  }
}

package org.glassllm.generate;

import java.util.Set;

/**
 * Defines the token format of a conversation. A template converts each message to the tokens that
 * precede the model's answer. A model answers well only in the format of its training data.
 *
 * <p>A {@link Conversation} feeds the tokens of a message once, so a template never changes earlier
 * tokens. A new template implements all methods; {@link PlainContinuation} is the shortest example.
 */
public interface ChatTemplate {
  /**
   * Returns the ids that a message appends to the conversation. The answer follows these ids.
   *
   * @param message the user's message, which may be empty
   * @param first whether the conversation is empty
   * @return at least one id if the conversation is empty
   * @throws org.glassllm.base.InputException if the tokenizer cannot encode the message
   */
  int[] prompt(String message, boolean first);

  /** Returns the ids that end an answer. The id that occurred stays in the conversation. */
  Set<Integer> stopIds();

  /** Returns the ids that end an answer without a stop id, such as an interrupted answer. */
  default int[] closing() {
    return new int[0];
  }

  /** Returns one sentence, without a full stop, about what the model does with a message. */
  String description();

  /** Returns one sentence about how to write messages. */
  String usage();
}

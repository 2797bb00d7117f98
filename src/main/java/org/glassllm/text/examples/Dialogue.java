package org.glassllm.text.examples;

import java.util.List;
import org.glassllm.base.InputException;

/**
 * A dialogue that ends with an answer. The first message may have the role system; then user and
 * assistant alternate.
 *
 * @param messages the messages; the last message has the role assistant
 */
public record Dialogue(List<Message> messages) implements Example {
  /** Checks the order of the roles. */
  public Dialogue {
    messages = List.copyOf(messages);
    int end = requireTurns(messages);
    if (end == 0 || messages.get(end - 1).role() != Role.ASSISTANT) {
      throw new InputException(
          "a dialogue must end with a message of the assistant; add the answer, or remove the row");
    }
  }

  /**
   * Checks that user and assistant alternate after an optional system message; returns the number
   * of messages.
   */
  static int requireTurns(List<Message> messages) {
    int system = !messages.isEmpty() && messages.get(0).role() == Role.SYSTEM ? 1 : 0;
    for (int i = system; i < messages.size(); i++) {
      Role due = (i - system) % 2 == 0 ? Role.USER : Role.ASSISTANT;
      if (messages.get(i).role() != due) {
        throw new InputException(
            "message %s has the role %s, must be %s, because user and assistant alternate; correct"
                + " the order, or remove the row",
            i, name(messages.get(i).role()), name(due));
      }
    }
    return messages.size();
  }

  private static String name(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public Dialogue dialogue() {
    return this;
  }

  @Override
  public int length() {
    return messages.stream().mapToInt(m -> m.content().length()).sum();
  }
}

package org.glassllm.text.examples;

import java.util.List;
import org.glassllm.base.InputException;

/**
 * Two answers to one prompt, of which one was preferred.
 *
 * @param prompt the messages before the answer; the last message has the role user
 * @param chosen the preferred answer, not blank
 * @param rejected the other answer, not blank
 */
public record Preference(List<Message> prompt, String chosen, String rejected) {
  /** Checks the order of the roles, and that no answer is blank. */
  public Preference {
    prompt = List.copyOf(prompt);
    int end = Dialogue.requireTurns(prompt);
    if (end == 0 || prompt.get(end - 1).role() != Role.USER) {
      throw new InputException(
          "a prompt must end with a message of the user; add the message, or remove the row");
    }
    if (chosen.isBlank() || rejected.isBlank()) {
      throw new InputException(
          "the %s answer is empty; write its text, or remove the row",
          chosen.isBlank() ? "chosen" : "rejected");
    }
  }

  /** Returns a preference whose prompt is one message of the user. */
  public static Preference of(String prompt, String chosen, String rejected) {
    return new Preference(List.of(new Message(Role.USER, prompt)), chosen, rejected);
  }

  /** Returns the text of the last message of the prompt. */
  public String lastPrompt() {
    return prompt.get(prompt.size() - 1).content();
  }

  /** Returns the total length of the texts in {@code char}s. */
  public int length() {
    return prompt.stream().mapToInt(m -> m.content().length()).sum()
        + chosen.length()
        + rejected.length();
  }
}

package org.glassllm.text.examples;

import java.util.List;
import java.util.function.ToIntFunction;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * The maximum length of an example. A longer dialogue loses its last exchanges; if the first
 * exchange is too long, the row is skipped.
 *
 * @param length returns the length of an example; an {@link InputException} skips the row
 * @param most the maximum length, at least 1
 * @param unit the unit of the length in messages, such as {@code characters}
 */
public record LengthLimit(ToIntFunction<Example> length, int most, String unit) {
  /** Checks that the maximum is at least 1. */
  public LengthLimit {
    Check.positive("maximum number of " + unit, most);
  }

  /** Returns a limit in {@code char}s. */
  static LengthLimit characters(int most) {
    return new LengthLimit(Example::length, most, "characters");
  }

  /**
   * Returns the example, without last exchanges if they exceed this limit.
   *
   * @throws InputException if the first exchange is too long
   */
  Example fit(Example example) {
    int found = length.applyAsInt(example);
    if (found <= most) {
      return example;
    }
    List<Message> messages = example.dialogue().messages();
    int system = messages.get(0).role() == Role.SYSTEM ? 1 : 0;
    for (int end = messages.size() - 2; end > system; end -= 2) {
      Dialogue shorter = new Dialogue(messages.subList(0, end));
      if (length.applyAsInt(shorter) <= most) {
        return shorter;
      }
    }
    throw tooLong("the texts of the first exchange are part of", found);
  }

  /** Returns the exception for a row that is too long. */
  InputException tooLong(String subject, int found) {
    return new InputException(
        "%s %s %s, must be at most %s; shorten the row, or raise the limit",
        subject, found, unit, most);
  }

  /** Returns the message about a row that lost its last exchanges. */
  String truncated(String place) {
    return "%s has more than %s %s; its last exchanges are removed".formatted(place, most, unit);
  }
}

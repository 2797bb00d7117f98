package org.glassllm.text.tasks;

import java.util.List;
import java.util.Optional;
import org.glassllm.text.tales.Dice;

/** Polite sentences at the end of an answer. */
public final class Courtesy {
  private static final List<String> SENTENCES =
      List.of("Have a nice day!", "Thank you for asking!", "Happy to help!");

  private Courtesy() {}

  /** Returns an answer with a random courtesy at its end. */
  static String add(String answer, Dice dice) {
    return answer + " " + dice.pick(SENTENCES);
  }

  /** Returns whether an answer ends with a courtesy. */
  public static boolean ends(String answer) {
    return sentence(answer).isPresent();
  }

  /** Returns an answer without the courtesy at its end, and without white space at its end. */
  public static String remove(String answer) {
    String text = answer.stripTrailing();
    return sentence(text)
        .map(end -> text.substring(0, text.length() - end.length()).stripTrailing())
        .orElse(text);
  }

  private static Optional<String> sentence(String answer) {
    String text = answer.stripTrailing();
    return SENTENCES.stream().filter(text::endsWith).findFirst();
  }
}

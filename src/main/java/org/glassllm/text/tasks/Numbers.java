package org.glassllm.text.tasks;

import java.util.regex.Pattern;
import org.glassllm.text.tales.Dice;

/** Answers that are one small number in digits. */
final class Numbers {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*");

  private Numbers() {}

  /** Returns a key whose right answer is a number. */
  static AnswerKey key(int right) {
    return AnswerKey.exact(
        String.valueOf(right), answer -> NUMBER.matcher(answer).matches(), "a number in digits");
  }

  /** Returns a number that differs from an answer by 1 and is not negative. */
  static String other(String answer, int most, Dice dice) {
    int right = Integer.parseInt(answer);
    boolean up = right == 0 || right < most && dice.chance(0.5);
    return String.valueOf(up ? right + 1 : right - 1);
  }
}

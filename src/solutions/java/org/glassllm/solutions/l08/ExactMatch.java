package org.glassllm.solutions.l08;

import java.util.Locale;
import org.glassllm.exercises.l08.Tasks;

/** Reference solution: a strict measure of answers. */
public final class ExactMatch implements Tasks.ExactMatch {
  @Override
  public double exactMatch(String[] answers, String[] references) {
    int right = 0;
    for (int i = 0; i < answers.length; i++) {
      if (plain(answers[i]).equals(plain(references[i]))) {
        right++;
      }
    }
    return (double) right / references.length;
  }

  private static String plain(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}

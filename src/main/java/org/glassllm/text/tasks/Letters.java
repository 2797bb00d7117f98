package org.glassllm.text.tasks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.glassllm.text.tales.Dice;

/**
 * Rows of letters with spaces between them, for example "d a c". The spaces let every tokenizer see
 * each letter as a token.
 */
final class Letters {
  /** The letters of the tasks. */
  static final List<String> ALPHABET = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

  /** The description of the format. */
  static final String FORMAT = "letters with one space between two letters";

  private static final Pattern ROW = Pattern.compile("[a-z]( [a-z])*");

  private Letters() {}

  /** Returns a random row of letters; at least two letters differ. */
  static List<String> draw(Dice dice, int least, int most) {
    int length = least + dice.below(most - least + 1);
    List<String> row = new ArrayList<>();
    do {
      row.clear();
      for (int i = 0; i < length; i++) {
        row.add(dice.pick(ALPHABET));
      }
    } while (row.stream().distinct().count() < 2);
    return row;
  }

  /** Returns whether a text is a row of letters. */
  static boolean isRow(String text) {
    return ROW.matcher(text).matches();
  }

  /** Returns the letters of a row. */
  static List<String> of(String row) {
    return List.of(row.split(" "));
  }

  static String row(List<String> letters) {
    return String.join(" ", letters);
  }

  /** Returns the row with two different neighbours swapped. */
  static String swapped(String row, Dice dice) {
    List<String> letters = new ArrayList<>(of(row));
    int at;
    do {
      at = dice.below(letters.size() - 1);
    } while (letters.get(at).equals(letters.get(at + 1)));
    Collections.swap(letters, at, at + 1);
    return row(letters);
  }
}

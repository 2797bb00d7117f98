package org.glassllm.text.tasks;

import org.glassllm.text.tales.Dice;
import org.glassllm.text.tales.Tales;

/** A skill whose answers make statements about the world of a tale. */
public sealed interface TaleSkill extends Skill permits AskTale, TellTale {
  /** Maximum length of a tale in a task, in {@code char}s. */
  int MOST_CHARACTERS = 280;

  /** Returns a right answer that is longer than necessary. */
  String longer(Task task, Dice dice);

  /** Returns an answer that contradicts the world of the tale. */
  String untrue(Task task, Dice dice);

  /** Returns a random short tale without white space at its end. */
  static String tale(Dice dice) {
    String tale;
    do {
      tale = Tales.generate(dice.nextLong(), 1).get(0).strip();
    } while (tale.length() > MOST_CHARACTERS);
    return tale;
  }
}

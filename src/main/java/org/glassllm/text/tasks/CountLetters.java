package org.glassllm.text.tasks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;

/**
 * Counts a letter in a row of five to eight letters. The counts 0 to 4 are equally frequent and
 * independent of the length.
 */
public record CountLetters() implements Skill {
  private static final int MOST = 4;
  private static final Wordings ASK =
      new Wordings(
          "How often does the letter {0} occur?",
          "Count the letter {0}.", "How many times do you see {0}?");

  @Override
  public String name() {
    return "count-letters";
  }

  @Override
  public Task draw(Dice dice) {
    String letter = dice.pick(Letters.ALPHABET);
    List<String> others = Letters.ALPHABET.stream().filter(l -> !l.equals(letter)).toList();
    int count = dice.below(MOST + 1);
    List<String> row = new ArrayList<>(Collections.nCopies(count, letter));
    for (int more = 5 + dice.below(4) - count; more > 0; more--) {
      row.add(dice.below(row.size() + 1), dice.pick(others));
    }
    String input = Letters.row(row);
    return new Task(
        name(),
        new Instruction(ASK.say(dice, letter), input, String.valueOf(count)),
        letter + " in " + input);
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return ASK.read(instruction)
        .filter(slots -> Letters.isRow(input))
        .map(slots -> Collections.frequency(Letters.of(input), slots.get(0)))
        .map(Numbers::key);
  }

  @Override
  public String mistake(Task task, Dice dice) {
    return Numbers.other(task.answer(), MOST, dice);
  }
}

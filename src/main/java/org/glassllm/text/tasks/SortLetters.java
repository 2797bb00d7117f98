package org.glassllm.text.tasks;

import java.util.List;
import java.util.Optional;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;

/**
 * Sorts a row of three to six letters by the alphabet. Rows with the same letters are one content.
 */
public record SortLetters() implements Skill {
  private static final Wordings ASK =
      new Wordings(
          "Sort the letters.",
          "Put the letters in the order of the alphabet.",
          "Write these letters from a to z.");

  @Override
  public String name() {
    return "sort";
  }

  @Override
  public Task draw(Dice dice) {
    List<String> letters = Letters.draw(dice, 3, 6);
    String answer = sorted(letters);
    return new Task(name(), new Instruction(ASK.say(dice), Letters.row(letters), answer), answer);
  }

  private static String sorted(List<String> letters) {
    return Letters.row(letters.stream().sorted().toList());
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return ASK.read(instruction)
        .filter(slots -> Letters.isRow(input))
        .map(slots -> sorted(Letters.of(input)))
        .map(right -> AnswerKey.exact(right, Letters::isRow, Letters.FORMAT));
  }

  @Override
  public String mistake(Task task, Dice dice) {
    return Letters.swapped(task.answer(), dice);
  }
}

package org.glassllm.text.tasks;

import com.google.common.collect.Lists;
import java.util.List;
import java.util.Optional;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;

/** Writes a row of three to six letters in the reverse order. */
public record ReverseLetters() implements Skill {
  private static final Wordings ASK =
      new Wordings(
          "Reverse the letters.",
          "Write the letters backwards.",
          "Write these letters from the last to the first.");

  @Override
  public String name() {
    return "reverse";
  }

  @Override
  public Task draw(Dice dice) {
    List<String> letters = Letters.draw(dice, 3, 6);
    String row = Letters.row(letters), answer = Letters.row(Lists.reverse(letters));
    return new Task(name(), new Instruction(ASK.say(dice), row, answer), row);
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return ASK.read(instruction)
        .filter(slots -> Letters.isRow(input))
        .map(slots -> Letters.row(Lists.reverse(Letters.of(input))))
        .map(right -> AnswerKey.exact(right, Letters::isRow, Letters.FORMAT));
  }

  @Override
  public String mistake(Task task, Dice dice) {
    return Letters.swapped(task.answer(), dice);
  }
}

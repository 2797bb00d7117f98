package org.glassllm.text.tasks;

import static org.glassllm.text.tales.TaleVocabulary.NAMES;

import java.util.List;
import java.util.Optional;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;
import org.glassllm.text.tales.TaleFacts;

/** Writes the first two sentences of a tale with another name for one person. */
public record ChangeName() implements Skill {
  private static final Wordings ASK =
      new Wordings(
          "Change the name {0} to {1}.", "Replace {0} with {1}.", "Write {1} instead of {0}.");

  @Override
  public String name() {
    return "name";
  }

  @Override
  public Task draw(Dice dice) {
    String tale = TaleSkill.tale(dice);
    int second = tale.indexOf(". ", tale.indexOf(". ") + 1);
    String input = tale.substring(0, second + 1);
    String old = dice.pick(TaleFacts.of(tale).orElseThrow().people());
    String fresh = otherName(input, dice);
    Instruction asked =
        new Instruction(ASK.say(dice, old, fresh), input, input.replace(old, fresh));
    return new Task(name(), asked, old + " to " + fresh + ": " + input);
  }

  private static String otherName(String text, Dice dice) {
    return dice.pick(NAMES.stream().filter(name -> !text.contains(name)).toList());
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return ASK.read(instruction)
        .filter(names -> NAMES.containsAll(names) && input.contains(names.get(0)))
        .map(names -> keyOf(input, input.replace(names.get(0), names.get(1))));
  }

  private static AnswerKey keyOf(String input, String right) {
    int words = AnswerKey.countWords(input);
    return AnswerKey.exact(
        right, answer -> AnswerKey.countWords(answer) == words, "a text of " + words + " words");
  }

  /** Returns the text with a wrong name, or without a change. */
  @Override
  public String mistake(Task task, Dice dice) {
    List<String> names = ASK.read(task.example().instruction()).orElseThrow();
    return dice.chance(0.5)
        ? task.example().input()
        : task.answer().replace(names.get(1), otherName(task.answer() + names.get(0), dice));
  }
}

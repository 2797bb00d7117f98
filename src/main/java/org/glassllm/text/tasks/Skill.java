package org.glassllm.text.tasks;

import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.text.tales.Dice;

/**
 * A skill that a model can learn: a generator of tasks and a checker of answers.
 *
 * <p>The checker reads the truth from the instruction and the input alone. So the checker also
 * judges answers to instructions that come from a file.
 */
public sealed interface Skill
    permits AddNumbers,
        ChangeName,
        CountLetters,
        CountWords,
        ReverseLetters,
        SortLetters,
        TaleSkill,
        Translate {

  /** Returns the name of the skill, which is the same for all settings of the skill. */
  String name();

  /** Returns a random task of either part. */
  Task draw(Dice dice);

  /** Returns the answer key of an instruction; empty if the instruction is not of this skill. */
  Optional<AnswerKey> key(String instruction, String input);

  /** Returns a wrong answer that has the required format. */
  String mistake(Task task, Dice dice);

  /**
   * Judges an answer; ignores a {@link Courtesy} at the end of the answer.
   *
   * @throws InputException if the instruction and the input are not of this skill
   */
  default Verdict check(String instruction, String input, String answer) {
    return key(instruction, input)
        .orElseThrow(
            () ->
                new InputException(
                    "the skill %s cannot read the instruction \"%s\" with the input \"%s\"; use"
                        + " instructions of this skill",
                    name(), InputException.shown(instruction), InputException.shown(input)))
        .judge(Courtesy.remove(answer));
  }
}

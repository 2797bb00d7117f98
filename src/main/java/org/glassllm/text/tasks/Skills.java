package org.glassllm.text.tasks;

import java.util.List;
import java.util.Optional;
import org.glassllm.base.InputException;

/** All skills, by name. */
public final class Skills {
  private Skills() {}

  /** Returns all skills; additions have up to three digits, and questions contain the endings. */
  public static List<Skill> all() {
    return all(3, true);
  }

  /**
   * Returns all skills.
   *
   * @param digits maximum number of digits in additions, from 1 to 3
   * @param endings whether the tales of questions contain their endings, which is easier
   */
  public static List<Skill> all(int digits, boolean endings) {
    return List.of(
        new TellTale(),
        new AskTale(endings),
        new ChangeName(),
        new CountLetters(),
        new CountWords(),
        new ReverseLetters(),
        new SortLetters(),
        new AddNumbers(digits),
        new Translate());
  }

  /** Returns the skills of a list that have one of the names, in the order of the names. */
  public static List<Skill> named(List<String> names, List<Skill> skills) {
    return names.stream().map(name -> named(name, skills)).distinct().toList();
  }

  private static Skill named(String name, List<Skill> skills) {
    return skills.stream()
        .filter(skill -> skill.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "no skill is named \"%s\"; choose from %s",
                    InputException.shown(name),
                    String.join(", ", skills.stream().map(Skill::name).toList())));
  }

  /** Returns the answer key of an instruction of any skill; empty for other instructions. */
  public static Optional<AnswerKey> key(String instruction, String input) {
    return all().stream().flatMap(skill -> skill.key(instruction, input).stream()).findFirst();
  }
}

package org.glassllm.text.tasks;

import com.google.common.collect.ImmutableBiMap;
import java.util.Optional;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;

/**
 * Translates a short sentence of the tales' words from English to Chinese or back. Both directions
 * have the same content, so a held-out sentence occurs in training in no direction.
 */
public record Translate() implements Skill {
  private static final Wordings TO_CHINESE =
      new Wordings("Translate into Chinese.", "Say this in Chinese.", "What is this in Chinese?");
  private static final Wordings TO_ENGLISH =
      new Wordings("Translate into English.", "Say this in English.", "What is this in English?");

  @Override
  public String name() {
    return "translate";
  }

  @Override
  public Task draw(Dice dice) {
    String english = dice.pick(dice.pick(Dictionary.KINDS_OF_SENTENCES));
    String chinese = Dictionary.CHINESE.get(english);
    Instruction asked =
        dice.chance(0.5)
            ? new Instruction(TO_CHINESE.say(dice), english, chinese)
            : new Instruction(TO_ENGLISH.say(dice), chinese, english);
    return new Task(name(), asked, english);
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return TO_CHINESE
        .read(instruction)
        .flatMap(slots -> keyOf(Dictionary.CHINESE, input, "Chinese"))
        .or(
            () ->
                TO_ENGLISH
                    .read(instruction)
                    .flatMap(slots -> keyOf(Dictionary.CHINESE.inverse(), input, "English")));
  }

  private static Optional<AnswerKey> keyOf(
      ImmutableBiMap<String, String> words, String input, String language) {
    return Optional.ofNullable(words.get(input))
        .map(
            right ->
                AnswerKey.exact(
                    right,
                    words::containsValue,
                    "a " + language + " sentence of the tales' words"));
  }

  /** Returns the translation of another sentence in the same form. */
  @Override
  public String mistake(Task task, Dice dice) {
    var kind =
        Dictionary.KINDS_OF_SENTENCES.stream()
            .filter(sentences -> sentences.contains(task.content()))
            .findFirst()
            .orElseThrow();
    boolean english = task.answer().equals(task.content());
    String other;
    do {
      other = dice.pick(kind);
    } while (other.equals(task.content()));
    return english ? other : Dictionary.CHINESE.get(other);
  }
}

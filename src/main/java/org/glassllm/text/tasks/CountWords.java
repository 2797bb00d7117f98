package org.glassllm.text.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;
import org.glassllm.text.tales.TaleVocabulary;

/** Counts words of the tales. The counts 1 to 7 are equally frequent. */
public record CountWords() implements Skill {
  private static final int MOST = 7;
  private static final Wordings ASK =
      new Wordings("Count the words.", "How many words are these?", "Say the number of words.");
  private static final List<String> WORDS = words();

  private static List<String> words() {
    List<String> words = new ArrayList<>(TaleVocabulary.NAMES);
    words.addAll(TaleVocabulary.ADJECTIVES);
    words.addAll(TaleVocabulary.NOUNS);
    return List.copyOf(words);
  }

  @Override
  public String name() {
    return "count-words";
  }

  @Override
  public Task draw(Dice dice) {
    List<String> words = new ArrayList<>();
    for (int count = 1 + dice.below(MOST); count > 0; count--) {
      words.add(dice.pick(WORDS));
    }
    String input = String.join(" ", words);
    String answer = String.valueOf(words.size());
    return new Task(name(), new Instruction(ASK.say(dice), input, answer), input);
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return ASK.read(instruction)
        .filter(slots -> !input.isBlank())
        .map(slots -> Numbers.key(AnswerKey.countWords(input)));
  }

  @Override
  public String mistake(Task task, Dice dice) {
    return Numbers.other(task.answer(), MOST, dice);
  }
}

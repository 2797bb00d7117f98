package org.glassllm.text.tasks;

import static org.glassllm.text.tales.TaleVocabulary.ADJECTIVES;
import static org.glassllm.text.tales.TaleVocabulary.NOUNS;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.text.tales.TaleFacts;
import org.glassllm.text.tales.TaleVocabulary;

/**
 * Tells a tale with a given person, a given thing, and a given place where the tale starts. Many
 * tales are right. The content is the combination of person, thing and place.
 */
public record TellTale() implements TaleSkill {
  private static final int SHORT_WORDS = 45;
  private static final Wordings ASK =
      new Wordings(
          "Tell a tale about {0} and {1} {2} {3} {4+}.",
          "Tell a tale that starts {4+}, with {0} and {1} {2} {3}.",
          "I want a tale about {1} {2} {3} and {0} {4+}.");

  @Override
  public String name() {
    return "tale";
  }

  @Override
  public Task draw(Dice dice) {
    String tale = TaleSkill.tale(dice);
    TaleFacts facts = TaleFacts.of(tale).orElseThrow();
    String person = dice.pick(facts.people()), place = facts.start();
    TaleFacts.Item item = dice.pick(facts.items());
    String adjective = item.adjective(), noun = item.noun();
    String article = TaleVocabulary.article(adjective);
    String asked = ASK.say(dice, person, article, adjective, noun, place);
    String content = String.join(", ", person, adjective + " " + noun, place);
    return new Task(name(), new Instruction(asked, "", tale), content);
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return ASK.read(instruction)
        .filter(slots -> input.isEmpty())
        .map(slots -> new Key(slots.get(0), slots.get(2), slots.get(3), slots.get(4)));
  }

  /** Judges the tales for one instruction. */
  private record Key(String person, String adjective, String noun, String place)
      implements AnswerKey {
    @Override
    public Verdict judge(String answer) {
      TaleChecker.Verdict tale = TaleChecker.check(answer);
      if (!tale.parses()) {
        return new Verdict(Verdict.Outcome.NOT_IN_FORMAT, tale.message());
      } else if (!tale.consistent()) {
        return Verdict.wrong(tale.message());
      }
      TaleFacts facts = TaleFacts.of(answer).orElseThrow();
      if (!facts.places().containsKey(person)) {
        return Verdict.wrong("the tale is not about " + person);
      } else if (facts.item(noun).filter(i -> i.adjective().equals(adjective)).isEmpty()) {
        return Verdict.wrong("the tale has no " + adjective + " " + noun);
      }
      return facts.start().equals(place)
          ? Verdict.right()
          : Verdict.wrong("the tale starts " + facts.start() + ", not " + place);
    }

    @Override
    public int words() {
      return SHORT_WORDS;
    }

    @Override
    public OptionalDouble truth(String answer) {
      return OptionalDouble.of(TaleChecker.check(answer).consistent() ? 1 : 0);
    }
  }

  /** Returns the tale with another noun for the required thing. */
  @Override
  public String mistake(Task task, Dice dice) {
    String tale = task.answer();
    String noun = ASK.read(task.example().instruction()).orElseThrow().get(3);
    List<String> unused = NOUNS.stream().filter(n -> !tale.contains(" " + n)).toList();
    return tale.replace(" " + noun, " " + dice.pick(unused));
  }

  /** Returns the tale with three more events, which do not change the world. */
  @Override
  public String longer(Task task, Dice dice) {
    String tale = task.answer();
    List<String> people = TaleFacts.of(tale).orElseThrow().people();
    int end = tale.indexOf(TaleFacts.ENDING);
    StringBuilder more = new StringBuilder(tale.substring(0, end));
    for (int i = 0; i < 3; i++) {
      more.append(dice.pick(people)).append(dice.pick(List.of(" laughed. ", " sang a song. ")));
    }
    return more + tale.substring(end);
  }

  /** Returns the tale with another adjective of the required thing in the ending. */
  @Override
  public String untrue(Task task, Dice dice) {
    String tale = task.answer();
    List<String> slots = ASK.read(task.example().instruction()).orElseThrow();
    int end = tale.indexOf(TaleFacts.ENDING);
    List<String> others = ADJECTIVES.stream().filter(a -> !a.equals(slots.get(2))).toList();
    String thing = " " + slots.get(3);
    return tale.substring(0, end)
        + tale.substring(end).replace(slots.get(2) + thing, dice.pick(others) + thing);
  }
}

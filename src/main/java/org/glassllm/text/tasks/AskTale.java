package org.glassllm.text.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.glassllm.base.InputException;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;
import org.glassllm.text.tales.TaleFacts;

/**
 * Answers a question about a tale: who has a thing, how a thing looks, and where a person or a
 * thing is after the last event.
 *
 * @param endings whether the input contains the ending of the tale, which states the answer.
 *     Without the ending, the answer follows from the events, which is harder.
 */
public record AskTale(boolean endings) implements TaleSkill {
  private static final Wordings WHO =
      new Wordings(
          "Who has the {0} {1}?", "Tell me who has the {0} {1}.", "Which person has the {0} {1}?");
  private static final Wordings LOOKS =
      new Wordings("What is the {0} like?", "How does the {0} look?", "Describe the {0}.");
  private static final Wordings WHERE_THING =
      new Wordings("Where is the {0}?", "In which place is the {0}?", "Tell me where the {0} is.");
  private static final Wordings WHERE_PERSON =
      new Wordings("Where is {0}?", "In which place is {0}?", "Tell me where {0} is.");
  private static final List<Wordings> KINDS = List.of(WHO, LOOKS, WHERE_THING, WHERE_PERSON);

  /** A question with its answer. */
  private record Question(String text, String answer) {}

  @Override
  public String name() {
    return "question";
  }

  @Override
  public Task draw(Dice dice) {
    Wordings kind = dice.pick(KINDS);
    while (true) {
      String tale = TaleSkill.tale(dice);
      int end = tale.indexOf(TaleFacts.ENDING);
      String input = endings ? tale : tale.substring(0, end).strip();
      TaleFacts facts = TaleFacts.of(input).orElseThrow();
      List<Question> questions = questions(kind, facts, tale.substring(end), dice);
      if (!questions.isEmpty()) {
        Question question = dice.pick(questions);
        Instruction asked = new Instruction(question.text(), input, question.answer());
        return new Task(name(), asked, tale);
      }
    }
  }

  /** Returns the possible questions of one kind about a tale. */
  private List<Question> questions(Wordings kind, TaleFacts facts, String ending, Dice dice) {
    List<Question> all = new ArrayList<>();
    for (TaleFacts.Item item : facts.items()) {
      String adjective = item.adjective(), noun = item.noun();
      if (kind == WHO && item.holder().isPresent()) {
        String answer = Statements.holder(item.holder().orElseThrow(), adjective, noun);
        all.add(new Question(WHO.say(dice, adjective, noun), answer));
      } else if (kind == LOOKS) {
        all.add(new Question(LOOKS.say(dice, noun), Statements.quality(noun, adjective)));
      } else if (kind == WHERE_THING && (item.holder().isEmpty() || !endings)) {
        String answer = Statements.place("The " + noun, item.place());
        all.add(new Question(WHERE_THING.say(dice, noun), answer));
      }
    }
    if (kind == WHERE_PERSON) {
      facts.places().entrySet().stream()
          .filter(e -> !endings || ending.contains(e.getKey() + " was " + e.getValue()))
          .map(e -> new Question(WHERE_PERSON.say(dice, e.getKey()), place(e.getKey(), facts)))
          .forEach(all::add);
    }
    return all;
  }

  private static String place(String name, TaleFacts facts) {
    return Statements.place(name, facts.places().get(name));
  }

  @Override
  public Optional<AnswerKey> key(String instruction, String input) {
    return TaleFacts.of(input)
        .flatMap(facts -> answer(instruction, facts).map(a -> keyOf(a, facts)));
  }

  private static AnswerKey keyOf(String answer, TaleFacts facts) {
    return new Key(answer, Statements.allTrue(facts));
  }

  /** Returns the answer to a question; empty if the text is no question about this tale. */
  private static Optional<String> answer(String question, TaleFacts facts) {
    return WHO.read(question)
        .flatMap(words -> facts.item(words.get(1)).filter(i -> i.adjective().equals(words.get(0))))
        .flatMap(i -> i.holder().map(who -> Statements.holder(who, i.adjective(), i.noun())))
        .or(
            () ->
                LOOKS
                    .read(question)
                    .flatMap(words -> facts.item(words.get(0)))
                    .map(item -> Statements.quality(item.noun(), item.adjective())))
        .or(
            () ->
                WHERE_THING
                    .read(question)
                    .flatMap(words -> facts.item(words.get(0)))
                    .map(item -> Statements.place("The " + item.noun(), item.place())))
        .or(
            () ->
                WHERE_PERSON
                    .read(question)
                    .filter(words -> facts.places().containsKey(words.get(0)))
                    .map(words -> place(words.get(0), facts)));
  }

  /** Judges answers to one question. */
  private record Key(String right, Set<String> truths) implements AnswerKey {
    @Override
    public Verdict judge(String answer) {
      String given = answer.strip();
      if (given.equals(right)) {
        return Verdict.right();
      }
      return Statements.isStatement(given)
          ? Verdict.wrong(
              "expected \"" + right + "\", found \"" + InputException.shown(given) + "\"")
          : Verdict.notInFormat("one statement such as \"" + right + "\"", given);
    }

    @Override
    public int words() {
      return AnswerKey.countWords(right);
    }

    @Override
    public String core(String answer) {
      List<String> sentences = Statements.sentences(answer);
      return sentences.isEmpty() ? "" : sentences.get(0);
    }

    @Override
    public OptionalDouble truth(String answer) {
      return Statements.sentences(answer).stream()
          .mapToInt(s -> truths.contains(s) ? 1 : 0)
          .average();
    }
  }

  @Override
  public String mistake(Task task, Dice dice) {
    return Statements.falsified(task.answer(), facts(task), dice);
  }

  @Override
  public String longer(Task task, Dice dice) {
    return task.answer() + " " + dice.pick(others(task));
  }

  @Override
  public String untrue(Task task, Dice dice) {
    return task.answer() + " " + Statements.falsified(dice.pick(others(task)), facts(task), dice);
  }

  /** Returns the true statements about the tale that do not answer the question. */
  private static List<String> others(Task task) {
    return Statements.allTrue(facts(task)).stream().filter(s -> !s.equals(task.answer())).toList();
  }

  private static TaleFacts facts(Task task) {
    return TaleFacts.of(task.example().input()).orElseThrow();
  }
}

package org.glassllm.text.tasks;

import static org.glassllm.text.tales.TaleVocabulary.ADJECTIVES;
import static org.glassllm.text.tales.TaleVocabulary.AT_PLACES;
import static org.glassllm.text.tales.TaleVocabulary.NAMES;
import static org.glassllm.text.tales.TaleVocabulary.NOUNS;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.glassllm.text.tales.Dice;
import org.glassllm.text.tales.TaleFacts;

/** Sentences about the facts of a tale, for example "Mia has the golden drum." */
final class Statements {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?:<name> has the <kind> <noun>|The <noun> is <kind>|<name> is <at>|The <noun> is <at>)\\."
              .replace("<name>", any(NAMES))
              .replace("<kind>", any(ADJECTIVES))
              .replace("<noun>", any(NOUNS))
              .replace("<at>", any(AT_PLACES)));

  private static final Pattern SENTENCE = Pattern.compile("\\S.*?(?:[.!?](?=\\s)|$)");

  private Statements() {}

  private static String any(List<String> words) {
    return "(?:" + String.join("|", words) + ")";
  }

  static String holder(String name, String adjective, String noun) {
    return name + " has the " + adjective + " " + noun + ".";
  }

  static String quality(String noun, String adjective) {
    return "The " + noun + " is " + adjective + ".";
  }

  static String place(String subject, String place) {
    return subject + " is " + place + ".";
  }

  /** Returns whether a text is one statement, true or false. */
  static boolean isStatement(String text) {
    return STATEMENT.matcher(text).matches();
  }

  /** Returns the sentences of a text. */
  static List<String> sentences(String text) {
    return SENTENCE.matcher(text.strip()).results().map(MatchResult::group).toList();
  }

  /** Returns every true statement about a tale. */
  static Set<String> allTrue(TaleFacts facts) {
    Set<String> all = new LinkedHashSet<>();
    for (TaleFacts.Item item : facts.items()) {
      item.holder().ifPresent(name -> all.add(holder(name, item.adjective(), item.noun())));
      all.add(quality(item.noun(), item.adjective()));
      all.add(place("The " + item.noun(), item.place()));
    }
    facts.places().forEach((name, place) -> all.add(place(name, place)));
    return all;
  }

  /** Returns a false statement that differs from a true statement in one word or one place. */
  static String falsified(String statement, TaleFacts facts, Dice dice) {
    Set<String> truths = allTrue(facts);
    String changed;
    do {
      changed = statement;
      for (List<String> words : List.of(AT_PLACES, facts.people(), ADJECTIVES)) {
        for (String word : words) {
          if (changed.equals(statement) && isPart(statement, word)) {
            changed = statement.replace(word, dice.pick(words));
          }
        }
      }
    } while (truths.contains(changed));
    return changed;
  }

  private static boolean isPart(String statement, String word) {
    return (" " + statement).matches("(?s).* " + Pattern.quote(word) + "[ .].*");
  }
}

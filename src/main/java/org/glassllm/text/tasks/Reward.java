package org.glassllm.text.tasks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.glassllm.base.InputException;

/**
 * The true reward of an answer: a weighted mean of the scores of four rules. Preference labels,
 * reward models and trained policies are compared with the true reward.
 *
 * <p>An answer that does not have the required format has a score of 0 in every rule, so a polite
 * answer without content earns nothing.
 *
 * @param scores the score of each rule, from 0 to 1
 * @param total the weighted mean of the scores, from 0 to 1
 */
public record Reward(Map<Rule, Double> scores, double total) {
  /** The rules, with their weights. */
  public enum Rule {
    /** The answer is right. */
    RIGHT(0.5),
    /** Every sentence is true in the world of the tale; only for instructions about a tale. */
    WORLD(0.2),
    /** The answer ends with a {@link Courtesy}. */
    POLITE(0.15),
    /** The answer is short: limit / words, at most 1; the courtesy does not count. */
    SHORT(0.15);

    private final double weight;

    Rule(double weight) {
      this.weight = weight;
    }
  }

  /** Copies the scores. */
  public Reward {
    scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
  }

  /**
   * Returns the reward of an answer to an instruction of one of the {@link Skills}.
   *
   * @throws InputException if the instruction is not of one of the skills
   */
  public static Reward of(String instruction, String input, String answer) {
    AnswerKey key =
        Skills.key(instruction, input)
            .orElseThrow(
                () ->
                    new InputException(
                        "no skill can read the instruction \"%s\"; use generated instructions",
                        InputException.shown(instruction)));
    return of(key, answer);
  }

  /** Returns the reward of an answer; the prompt is an instruction, a newline and an input. */
  public static Reward of(String prompt, String answer) {
    int end = prompt.indexOf('\n');
    return end < 0
        ? of(prompt, "", answer)
        : of(prompt.substring(0, end), prompt.substring(end + 1), answer);
  }

  static Reward of(AnswerKey key, String answer) {
    String core = Courtesy.remove(answer);
    Verdict verdict = key.judge(key.core(core));
    OptionalDouble truth = key.truth(core);
    Map<Rule, Double> scores = new LinkedHashMap<>();
    scores.put(Rule.RIGHT, verdict.isRight() ? 1.0 : 0);
    truth.ifPresent(share -> scores.put(Rule.WORLD, share));
    scores.put(Rule.POLITE, Courtesy.ends(answer) ? 1.0 : 0);
    int words = Math.max(1, AnswerKey.countWords(core));
    scores.put(Rule.SHORT, Math.min(1, (double) key.words() / words));
    if (!verdict.isInFormat()) {
      scores.replaceAll((rule, score) -> 0.0);
    }
    double weights = scores.keySet().stream().mapToDouble(rule -> rule.weight).sum();
    double sum =
        scores.entrySet().stream().mapToDouble(e -> e.getKey().weight * e.getValue()).sum();
    return new Reward(scores, sum / weights);
  }

  /** Returns the score of a rule; empty if the rule does not apply to the instruction. */
  public Optional<Double> score(Rule rule) {
    return Optional.ofNullable(scores.get(rule));
  }
}

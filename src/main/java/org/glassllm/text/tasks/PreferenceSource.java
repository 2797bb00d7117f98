package org.glassllm.text.tasks;

import org.glassllm.base.Check;
import org.glassllm.text.examples.Preference;
import org.glassllm.text.tales.Dice;

/**
 * An endless sequence of preferences of one part. Preference i is a function of the seed and of i
 * alone.
 *
 * <p>The two answers are variants of the right answer: wrong, untrue, too long, with or without a
 * courtesy. The answer with the higher true {@link Reward} is chosen; equal rewards do not occur. A
 * known share of the labels is then flipped.
 *
 * @param tasks the tasks that give the prompts
 * @param flipped the probability that a label is flipped, from 0 to 0.5
 */
public record PreferenceSource(TaskSource tasks, double flipped) {
  private static final double LEAST_DIFFERENCE = 1e-6;

  /** Checks the probability of a flipped label. */
  public PreferenceSource {
    Check.within("share of flipped labels", flipped, 0, 0.5);
  }

  /**
   * Returns the best expected accuracy of any reward model on preferences without ties: 1 − {@code
   * flipped}. Even the true reward disagrees with the flipped labels. {@link Agreement} gives the
   * accuracy of the true reward on given preferences.
   *
   * @param flipped the probability that a label is flipped, from 0 to 0.5
   */
  public static double bestAccuracy(double flipped) {
    return 1 - Check.within("share of flipped labels", flipped, 0, 0.5);
  }

  /**
   * Returns a preference.
   *
   * @param index the index of the preference, at least 0
   */
  public LabelledPair at(long index) {
    Dice dice = Dice.at(tasks.seed(), 2 * index + 1); // even streams belong to instructions
    Task task = tasks.task(index, dice);
    Skill skill = tasks.skill(task);
    AnswerKey key = skill.key(task.example().instruction(), task.example().input()).orElseThrow();
    while (true) {
      String a = variant(skill, task, dice), b = variant(skill, task, dice);
      double difference = Reward.of(key, a).total() - Reward.of(key, b).total();
      if (Math.abs(difference) > LEAST_DIFFERENCE) {
        boolean wrong = dice.chance(flipped);
        boolean first = difference > 0 != wrong;
        String prompt = task.example().prompt();
        return new LabelledPair(Preference.of(prompt, first ? a : b, first ? b : a), wrong);
      }
    }
  }

  private static String variant(Skill skill, Task task, Dice dice) {
    int kind = dice.below(skill instanceof TaleSkill ? 4 : 2);
    String answer;
    if (skill instanceof TaleSkill tale && kind > 1) {
      answer = kind == 2 ? tale.longer(task, dice) : tale.untrue(task, dice);
    } else {
      answer = kind == 0 ? task.answer() : skill.mistake(task, dice);
    }
    return dice.chance(0.5) ? Courtesy.add(answer, dice) : answer;
  }
}

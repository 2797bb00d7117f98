package org.glassllm.text.tasks;

import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tales.Dice;

/**
 * An endless sequence of tasks of one part. Task i is a function of the seed and of i alone, so a
 * sequence can be continued at any place. The skills take turns.
 *
 * @param skills the skills, at least one
 * @param part the part of the tasks
 * @param seed the seed of the random-number generator
 */
public record TaskSource(List<Skill> skills, Part part, long seed) {
  private static final int MOST_DRAWS = 100_000;

  /** Checks that there is a skill. */
  public TaskSource {
    skills = List.copyOf(skills);
    Check.positive("number of skills", skills.size());
  }

  /**
   * Returns a task.
   *
   * @param index the index of the task, at least 0
   */
  public Task task(long index) {
    return task(index, Dice.at(seed, 2 * index)); // odd streams belong to preferences
  }

  /**
   * Returns the instruction of a task. The answer ends with a {@link Courtesy} with the given
   * probability.
   *
   * @param index the index of the task, at least 0
   * @param courtesy the probability of a courtesy, from 0 to 1
   */
  public Instruction instruction(long index, double courtesy) {
    Dice dice = Dice.at(seed, 2 * index);
    Instruction asked = task(index, dice).example();
    return dice.chance(courtesy)
        ? new Instruction(asked.instruction(), asked.input(), Courtesy.add(asked.output(), dice))
        : asked;
  }

  /** Returns a task that the given dice determine. */
  Task task(long index, Dice dice) {
    Skill skill = skills.get((int) (Check.atLeast("index", index, 0) % skills.size()));
    for (int i = 0; i < MOST_DRAWS; i++) {
      Task task = skill.draw(dice);
      if (task.part() == part) {
        return task;
      }
    }
    throw new IllegalStateException("the skill " + skill.name() + " has no task in " + part);
  }

  /** Returns the skill of a task. */
  Skill skill(Task task) {
    return skills.stream().filter(s -> s.name().equals(task.skill())).findFirst().orElseThrow();
  }
}

package org.glassllm.align;

import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.tasks.Reward;
import org.glassllm.text.tasks.Skill;
import org.glassllm.text.tasks.Skills;

/** Scores that a rule computes from the instruction and the answer, so no model can be wrong. */
public enum RuleScorer implements Scorer {
  /** The true reward, from 0 to 1; see {@link Reward}. */
  REWARD {
    @Override
    double score(Instruction task, String answer) {
      return Reward.of(task.instruction(), task.input(), answer).total();
    }
  },

  /** 1 for a right answer, 0 for another one; see {@link Skill#check}. */
  RIGHT {
    @Override
    double score(Instruction task, String answer) {
      return skill(task).check(task.instruction(), task.input(), answer).isRight() ? 1 : 0;
    }
  };

  abstract double score(Instruction task, String answer);

  /** Returns whether the rules can judge the answers to an instruction. */
  public static boolean reads(Instruction task) {
    return Skills.key(task.instruction(), task.input()).isPresent();
  }

  private static Skill skill(Instruction task) {
    return Skills.all().stream()
        .filter(skill -> skill.key(task.instruction(), task.input()).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "no skill can read the instruction \"%s\"; use generated instructions",
                    InputException.shown(task.instruction())));
  }

  @Override
  public double[] scores(List<Response> responses) {
    return responses.stream()
        .mapToDouble(response -> score(response.prompt().instruction(), response.answer()))
        .toArray();
  }
}

package org.glassllm.align;

import java.util.Optional;
import org.glassllm.text.examples.Dialogue;
import org.glassllm.text.examples.Example;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.examples.Message;
import org.glassllm.text.tasks.Reward;
import org.glassllm.text.tasks.Skill;
import org.glassllm.text.tasks.Skills;
import org.glassllm.text.tasks.Verdict;

/**
 * The judgement of an answer. The checker of a {@link Skill} judges an answer to an instruction of
 * that skill. Another answer is right if it equals the example's answer, except for white space at
 * both ends.
 *
 * @param skill the name of the skill, or {@link #OTHER}
 * @param right whether the answer is right
 * @param inFormat whether the answer has the format of the skill; null for {@link #OTHER}, which
 *     has no format
 * @param reward the true reward; null for {@link #OTHER}, which has no rules
 * @param reason the reason of the judgement, on one line
 */
public record Judgement(
    String skill, boolean right, Boolean inFormat, Reward reward, String reason) {
  /** The name of all instructions that belong to no skill. */
  public static final String OTHER = "other";

  /** Judges an answer to the last message of an example. */
  public static Judgement of(Example example, String answer) {
    if (example instanceof Instruction i) {
      Optional<Skill> skill =
          Skills.all().stream()
              .filter(s -> s.key(i.instruction(), i.input()).isPresent())
              .findFirst();
      if (skill.isPresent()) {
        Verdict verdict = skill.get().check(i.instruction(), i.input(), answer);
        Reward reward = Reward.of(i.instruction(), i.input(), answer);
        return new Judgement(
            skill.get().name(), verdict.isRight(), verdict.isInFormat(), reward, verdict.reason());
      }
    }
    boolean right = expected(example).strip().equals(answer.strip());
    String reason = right ? "the answer is right" : "the answer differs from the example's answer";
    return new Judgement(OTHER, right, null, null, reason);
  }

  /** Returns the example's own answer to its last message. */
  public static String expected(Example example) {
    Dialogue dialogue = example.dialogue();
    Message last = dialogue.messages().get(dialogue.messages().size() - 1);
    return last.content();
  }
}

package org.glassllm.align;

import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.batch.WindowPlan;
import org.glassllm.tensor.Seeds;
import org.glassllm.text.examples.Instruction;

/**
 * A prompt that a policy answers in a rollout.
 *
 * @param ids the ids of the prompt, at least one
 * @param instruction the instruction, from which a rule judges the answer
 */
public record RolloutPrompt(int[] ids, Instruction instruction) {
  /** Checks that there is an id. */
  public RolloutPrompt {
    Check.positive("number of tokens in a prompt", ids.length);
  }

  /** Returns the prompt of an instruction in a format. */
  public static RolloutPrompt of(Rendering rendering, Instruction instruction) {
    return new RolloutPrompt(rendering.prompt(instruction), instruction);
  }

  /**
   * Chooses the prompts of each rollout. Every prompt is used once per pass over all prompts, in an
   * order that is random in each pass.
   *
   * @param all all prompts, at least one
   * @param perRollout number of prompts in a rollout, at least 1
   * @param seed determines the order
   */
  public record Plan(List<RolloutPrompt> all, int perRollout, long seed) {
    /** Copies the list. */
    public Plan {
      all = List.copyOf(all);
      Check.positive("number of prompts", all.size());
      Check.positive("perRollout", perRollout);
    }

    /** Returns the prompts of a rollout, a pure function of its index. */
    public List<RolloutPrompt> of(long index) {
      WindowPlan order = WindowPlan.shuffled(all.size() + 1L, perRollout, 1, 1, new Seeds(seed));
      return Arrays.stream(order.starts(index, 0)).mapToObj(i -> all.get((int) i)).toList();
    }
  }
}

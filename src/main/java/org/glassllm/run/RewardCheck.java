package org.glassllm.run;

import java.nio.file.Path;
import org.glassllm.align.Rendering;
import org.glassllm.align.RuleScorer;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.text.examples.Instruction;

/**
 * Checks, before a run starts, that its reward can judge the responses to every prompt.
 *
 * @param rewarding the reward
 * @param rendering the format of prompts, with the tokenizer of the policy
 * @param context the context of the policy
 */
record RewardCheck(Rewarding rewarding, Rendering rendering, int context) {
  /**
   * Checks all prompts of the data, and the reward model if there is one.
   *
   * @throws InputException if a rule cannot read an instruction, or the reward model does not fit
   */
  void require(InstructionData instructions) {
    int training = longest(instructions.training(rendering));
    int heldOut = longest(instructions.heldOut(rendering, Integer.MAX_VALUE));
    if (rewarding.isModel()) {
      int responses = Math.max(training, heldOut) + rewarding.tokens();
      requireFits(rewarding.reward(), Math.min(context, responses));
    }
  }

  /** Returns the number of tokens of the longest prompt; checks that a rule can read each one. */
  private int longest(InstructionData.Questions questions) {
    String file = questions.count().file();
    int longest = 0;
    for (Instruction instruction : Rewarding.instructions(questions)) {
      if (!rewarding.isModel() && !RuleScorer.reads(instruction)) {
        throw new InputException(
            "%s has the instruction \"%s\", which the reward %s cannot judge; use generated"
                + " instructions, or a reward model",
            file, InputException.shown(instruction.instruction()), rewarding.reward());
      }
      longest = Math.max(longest, rendering.prompt(instruction).length);
    }
    return longest;
  }

  /**
   * Checks that the reward model can read every text.
   *
   * @param reward the folder of the reward model's run
   * @param needed the number of tokens of the longest text
   */
  private void requireFits(String reward, int needed) {
    RunFolder run = RunFolder.open(Path.of(reward));
    RunRecord record = RunRecord.of(run);
    if (!(record.stage() instanceof RewardStage judge)) {
      throw new InputException(
          "the run %s is a run of kind %s, must be a run of a reward model; give a run of kind"
              + " reward, %s or %s",
          reward, record.kind(), Rewarding.RULE, Rewarding.RIGHT);
    }
    String template = rewarding.stage().template();
    if (!judge.template().equals(template)) {
      throw new InputException(
          "the reward model %s has the template %s, must have %s as the policy; give a reward model"
              + " with the template of the policy",
          reward, judge.template(), template);
    }
    Checkpoint best = run.best();
    if (best.state().step() == 0) {
      throw new InputException(
          "the reward model %s was never trained: its checkpoint is of step 0; train the reward"
              + " model first",
          reward);
    }
    int context = best.config().context();
    if (context < needed) {
      throw new InputException(
          "the reward model %s has a context of %s tokens, but a prompt and its response can have"
              + " %s; use a reward model with a larger context, shorter prompts or fewer tokens in"
              + " a response",
          reward, context, needed);
    }
  }
}

package org.glassllm.checkpoint;

import org.glassllm.base.Check;

/**
 * Where training stands, beside weights and moments. Randomness and the data's cursor are functions
 * of seed and step, so the step is all that there is to know of them.
 *
 * @param step optimizer steps taken
 * @param tokens training tokens seen
 * @param bestValidationLoss lowest so far, or null before the first evaluation
 * @param validationLoss the one at this step, or null
 */
public record TrainerState(
    long step, long tokens, Double bestValidationLoss, Double validationLoss) {
  /** Before the first step. */
  public static final TrainerState START = new TrainerState(0, 0, null, null);

  /** Checks the counts. */
  public TrainerState {
    Check.atLeast("step", step, 0);
    Check.atLeast("tokens", tokens, 0);
  }

  /** Whether this step's validation loss is the best so far. */
  public boolean isBest() {
    return validationLoss != null && validationLoss.equals(bestValidationLoss);
  }
}

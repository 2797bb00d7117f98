package org.glassllm.checkpoint;

import org.glassllm.base.Check;
import org.glassllm.base.JsonField.MayBeMissing;

/**
 * The state of a training, except weights and moments. Random numbers and the position in the data
 * are functions of seed and step, so they need no state of their own.
 *
 * @param step optimizer steps taken
 * @param tokens training tokens seen
 * @param bestValidationLoss lowest so far, or null before the first evaluation
 * @param validationLoss after this step, or null without an evaluation
 */
public record TrainerState(
    long step,
    long tokens,
    @MayBeMissing Double bestValidationLoss,
    @MayBeMissing Double validationLoss) {
  /** The state before the first step. */
  public static final TrainerState START = new TrainerState(0, 0, null, null);

  /** Checks the counts. */
  public TrainerState {
    Check.atLeast("step", step, 0);
    Check.atLeast("tokens", tokens, 0);
    requireFinite("bestValidationLoss", bestValidationLoss);
    requireFinite("validationLoss", validationLoss);
  }

  private static void requireFinite(String name, Double loss) {
    if (loss != null && !Double.isFinite(loss)) {
      throw Check.illegal(name, loss, "finite");
    }
  }

  /** Returns whether this step has the lowest validation loss so far. */
  public boolean isBest() {
    return validationLoss != null && validationLoss.equals(bestValidationLoss);
  }
}

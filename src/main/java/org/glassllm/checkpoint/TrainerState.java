package org.glassllm.checkpoint;

import org.glassllm.base.Check;
import org.glassllm.base.JsonField.MayBeMissing;

/**
 * The state of a training run, except weights and moments. Random numbers and the position in the
 * data are functions of seed and step, so no other state is needed.
 *
 * @param step the number of optimizer steps so far
 * @param tokens the number of training tokens so far
 * @param bestValidationLoss the lowest validation loss so far, in nats; null before the first
 *     evaluation
 * @param validationLoss the validation loss after this step, in nats; null if this step had no
 *     evaluation
 */
public record TrainerState(
    long step,
    long tokens,
    @MayBeMissing Double bestValidationLoss,
    @MayBeMissing Double validationLoss) {
  /** The state before the first step. */
  public static final TrainerState START = new TrainerState(0, 0, null, null);

  /** Checks that the counts are not negative and the losses are finite. */
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

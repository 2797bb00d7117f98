package org.glassllm.train;

/**
 * Where the time of a step went, in seconds.
 *
 * @param forward from the ids to the loss
 * @param backward from the loss to the gradients
 * @param optimizer clipping and the update of the weights
 */
public record StepTimes(double forward, double backward, double optimizer) {
  /** Both steps together. */
  public StepTimes plus(StepTimes o) {
    return new StepTimes(forward + o.forward, backward + o.backward, optimizer + o.optimizer);
  }

  StepTimes times(double factor) {
    return new StepTimes(forward * factor, backward * factor, optimizer * factor);
  }
}

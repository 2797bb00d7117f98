package org.glassllm.train;

/**
 * Where the time of a step went, in seconds.
 *
 * @param forward from the ids to the loss
 * @param backward from the loss to the gradients
 * @param optimizer clipping and the update of the weights
 */
public record StepTimes(double forward, double backward, double optimizer) {
  static final StepTimes NONE = new StepTimes(0, 0, 0);

  /** From three readings of {@link System#nanoTime()}. */
  static StepTimes ofPasses(long began, long forward, long backward) {
    return new StepTimes((forward - began) / 1e9, (backward - forward) / 1e9, 0);
  }

  static StepTimes ofOptimizer(long began, long ended) {
    return new StepTimes(0, 0, (ended - began) / 1e9);
  }

  /** Both together. */
  StepTimes plus(StepTimes o) {
    return new StepTimes(forward + o.forward, backward + o.backward, optimizer + o.optimizer);
  }
}

package org.glassllm.train;

/**
 * Thrown if training diverges, which means that a loss, a gradient or a parameter is not finite.
 * Such a state is never saved, so the last checkpoint is still usable.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param what name of the number that is not finite
   * @param value the number
   * @param decay weight decay times learning rate
   */
  DivergedException(String what, double value, long step, double learningRate, double decay) {
    super(
        "%s became %s at step %s: %s; start a new run with %s. The last checkpoint is unaffected"
            .formatted(
                what,
                value,
                step,
                decay > 1
                    ? "weightDecay times the learning rate is %s, must be at most 1"
                        .formatted(decay)
                    : "the learning rate %s is probably too high".formatted(learningRate),
                decay > 1 ? "a lower learning rate or weightDecay" : "a lower learning rate"));
  }
}

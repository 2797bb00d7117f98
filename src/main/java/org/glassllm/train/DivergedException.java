package org.glassllm.train;

/**
 * Training diverged: a loss, a gradient or a parameter is not finite. No checkpoint holds such a
 * state, so the last one can still be used.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what the number that is not finite
   * @param decay weight decay times learning rate
   */
  DivergedException(String what, double value, long step, double learningRate, double decay) {
    super(
        "%s became %s at step %s: %s; start a new run with %s. No checkpoint holds this state"
            .formatted(
                what,
                value,
                step,
                decay > 1
                    ? "weightDecay times the learning rate is %s, which enlarges weights"
                        .formatted(decay)
                    : "the learning rate %s is probably too high".formatted(learningRate),
                decay > 1 ? "a product below 1" : "a lower learning rate"));
  }
}

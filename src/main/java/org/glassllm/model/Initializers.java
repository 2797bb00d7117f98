package org.glassllm.model;

import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;

/** The initializers of a model's weights, as in GPT-2 (Radford et al. 2019, section 2.3). */
final class Initializers {
  private Initializers() {}

  static Initializer weights(GptConfig config) {
    return new NormalInitializer((float) config.initStd());
  }

  /**
   * Returns the initializer of projections into the residual stream. The residual stream is a sum
   * of 2L outputs. Division of each output's standard deviation by √(2L) makes the variance of the
   * stream independent of L.
   */
  static Initializer residual(GptConfig config) {
    return new NormalInitializer((float) (config.initStd() / Math.sqrt(2.0 * config.layers())));
  }
}

package org.glassllm.model;

import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;

/** First values of parameters, as GPT-2 chose them (Radford et al. 2019, section 2.3). */
final class Initializers {
  private Initializers() {}

  static Initializer weights(GptConfig config) {
    return new NormalInitializer((float) config.initStd());
  }

  /**
   * For projections that end in the residual stream: each of its 2L additions would let the
   * variance grow, so their weights start smaller by √(2L).
   */
  static Initializer residual(GptConfig config) {
    return new NormalInitializer((float) (config.initStd() / Math.sqrt(2.0 * config.layers())));
  }
}

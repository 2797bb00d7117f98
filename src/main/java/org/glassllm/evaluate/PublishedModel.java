package org.glassllm.evaluate;

import java.util.OptionalInt;
import org.glassllm.model.GptConfig;

/**
 * A model as its authors published it.
 *
 * @param config the configuration
 * @param window W, the size of the sliding window in tokens (Beltagy et al. 2020); empty if each
 *     token attends to all previous tokens
 */
public record PublishedModel(GptConfig config, OptionalInt window) {
  /** Returns the costs of this model. */
  public ModelCosts costs() {
    return window.isPresent() ? new ModelCosts(config, window.getAsInt()) : new ModelCosts(config);
  }
}

package org.glassllm.run;

import java.util.Locale;

/**
 * The name and the unit of a stage's validation loss. Reinforcement learning shows minus the loss,
 * which is a reward.
 *
 * @param name the name, such as {@code validation loss}
 * @param unit the label of the axis
 * @param perplexity whether {@code e} to the loss is a perplexity
 * @param reward whether minus the loss is a reward
 */
public record ValidationFigure(String name, String unit, boolean perplexity, boolean reward) {
  /** The loss per token of a text or of an answer. */
  static final ValidationFigure TOKENS =
      new ValidationFigure("validation loss", "nats per token", true, false);

  /** The loss per pair of answers, which has no perplexity. */
  static final ValidationFigure PAIRS =
      new ValidationFigure("validation loss", "loss per pair", false, false);

  /** The mean score minus the weighted divergence from the reference policy. */
  static final ValidationFigure REWARD =
      new ValidationFigure("held-out reward", "reward", false, true);

  /** Returns the figure of a validation loss. */
  public double of(double loss) {
    return reward ? 0 - loss : loss;
  }

  /** Returns name and figure of a validation loss. */
  public String shortText(double loss) {
    return String.format(Locale.ROOT, "%s %.4f", name, of(loss));
  }

  /** Returns name and figure of a validation loss, with the perplexity if there is one. */
  public String text(double loss) {
    String text = shortText(loss);
    return perplexity
        ? text + String.format(Locale.ROOT, "  perplexity %.3f", Math.exp(loss))
        : text;
  }
}

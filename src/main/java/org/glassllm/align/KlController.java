package org.glassllm.align;

import org.glassllm.base.Check;

/**
 * Adapts the coefficient of the KL penalty, so that the divergence approaches a target (Ziegler et
 * al. 2019, section 2.2). If the measured divergence exceeds the target, the coefficient grows.
 *
 * @param coefficient β, the current coefficient, greater than 0
 * @param target the intended divergence from the reference policy per response in nats, greater
 *     than 0
 * @param horizon number of responses in which an error of 20 % changes β by about 20 %, greater
 *     than 0
 */
public record KlController(double coefficient, double target, double horizon) {
  private static final double LARGEST_ERROR = 0.2;

  /** Checks the ranges. */
  public KlController {
    Check.positive("coefficient", coefficient);
    Check.positive("target", target);
    Check.positive("horizon", horizon);
  }

  /**
   * Returns the controller after a batch: β is multiplied by {@code 1 + e · responses / horizon},
   * where e is the relative error, clipped to ±0.2.
   *
   * @param kl mean divergence of the batch per response, in nats
   * @param responses number of responses in the batch; at most {@code horizon}
   */
  public KlController after(double kl, int responses) {
    Check.within("number of responses", responses, 0, horizon);
    double error = Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, kl / target - 1));
    return new KlController(coefficient * (1 + error * responses / horizon), target, horizon);
  }
}

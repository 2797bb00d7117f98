package org.glassllm.align;

import java.util.Optional;
import org.glassllm.base.Check;

/**
 * The settings of the rewards and the advantages in PPO.
 *
 * @param penalty the KL penalty of the first rollout
 * @param adaptive the target of an adaptive coefficient; empty for a fixed coefficient
 * @param gae the estimator of the advantages
 * @param whitenRewards whether the rewards are divided by their standard deviation in the rollout
 */
public record PpoSettings(
    KlPenalty penalty, Optional<KlTarget> adaptive, Gae gae, boolean whitenRewards) {
  /**
   * The target of an adaptive KL coefficient; see {@link KlController}.
   *
   * @param target the intended divergence per response in nats, greater than 0
   * @param horizon number of responses in which an error of 20 % changes β by about 20 %
   */
  public record KlTarget(double target, double horizon) {
    KlController controller(double coefficient) {
      return new KlController(coefficient, target, horizon);
    }
  }

  /** Checks the target; an adaptive coefficient must be greater than 0. */
  public PpoSettings {
    Check.notNull("penalty", penalty);
    Check.notNull("gae", gae);
    double coefficient = penalty.coefficient();
    adaptive.ifPresent(target -> target.controller(coefficient));
  }

  /** Returns the KL penalty of a rollout. */
  KlPenalty penalty(Rollout rollout) {
    return new KlPenalty(rollout.klCoefficient(), penalty.estimator());
  }

  /** Returns the coefficient of the first rollout, or of the rollout after another one. */
  double coefficient(Optional<Rollout> previous) {
    if (previous.isEmpty() || adaptive.isEmpty()) {
      return penalty.coefficient();
    }
    Rollout last = previous.get();
    KlController controller = adaptive.get().controller(last.klCoefficient());
    return controller.after(last.kl(), last.rows().size()).coefficient();
  }
}

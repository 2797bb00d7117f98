package org.glassllm.align;

import org.glassllm.base.Check;
import org.glassllm.loss.KlEstimator;

/**
 * The rewards of reinforcement learning from human feedback (Ziegler et al. 2019, eq. 2). Each
 * token has the reward {@code -β · KL estimate}; the last token also has the score of the response.
 * The sum over a response is, with K1, {@code score - β log(π(response) / π_ref(response))}.
 *
 * @param coefficient β, at least 0
 * @param estimator the estimate of one token's divergence, K1 in the paper
 */
public record KlPenalty(double coefficient, KlEstimator estimator) {
  /** Checks the range of β. */
  public KlPenalty {
    Check.notNegative("coefficient", coefficient);
    Check.notNull("estimator", estimator);
  }

  /**
   * Returns the reward of each token of a response.
   *
   * @param logProbs log-probabilities under the policy that generated the response
   * @param reference log-probabilities under the reference policy
   * @param score the score of the complete response
   */
  public double[] rewards(double[] logProbs, double[] reference, double score) {
    int length = Check.positive("number of response tokens", logProbs.length);
    Check.within("number of reference log-probabilities", reference.length, length, length);
    double[] rewards = new double[length];
    for (int t = 0; t < length; t++) {
      rewards[t] = -coefficient * estimator.of(logProbs[t], reference[t]);
    }
    rewards[length - 1] += score;
    return rewards;
  }
}

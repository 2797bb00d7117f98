package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.tensor.Scalars;

/**
 * Estimators of the divergence {@code KL(π || π_ref)} from tokens that π generated (Schulman 2020,
 * "Approximating KL divergence"). With {@code d = log π_ref(token) - log π(token)}, the mean of an
 * estimator over such tokens approximates the divergence.
 *
 * <p>As a loss, the estimators differ. For tokens of the current policy, the gradient of K1 has
 * mean 0. The gradient of K2 has the mean of the gradient of {@code KL(π || π_ref)}. The gradient
 * of K3 has the mean of the gradient of {@code KL(π_ref || π)}.
 */
public enum KlEstimator {
  /** {@code -d}: unbiased, but negative for some tokens. */
  K1 {
    @Override
    public double of(double logProb, double reference) {
      return logProb - reference;
    }

    @Override
    public NDArray of(NDArray logProbs, NDArray reference) {
      return logProbs.sub(reference);
    }
  },

  /** {@code ½ d²}: biased, with little variance; never negative. */
  K2 {
    @Override
    public double of(double logProb, double reference) {
      double d = reference - logProb;
      return 0.5 * d * d;
    }

    @Override
    public NDArray of(NDArray logProbs, NDArray reference) {
      return Scalars.times(logProbs.sub(reference).square(), 0.5);
    }
  },

  /** {@code exp(d) - 1 - d}: unbiased and never negative; the choice of GRPO. */
  K3 {
    @Override
    public double of(double logProb, double reference) {
      double d = reference - logProb;
      return Math.expm1(d) - d;
    }

    @Override
    public NDArray of(NDArray logProbs, NDArray reference) {
      NDArray d = logProbs.sub(reference).neg();
      return d.exp().sub(1).sub(d);
    }
  };

  /**
   * Returns the estimate of one token.
   *
   * @param logProb log-probability under the policy that generated the token
   * @param reference log-probability under the reference policy
   */
  public abstract double of(double logProb, double reference);

  /**
   * Returns the estimate of each token; the gradient reaches both arguments.
   *
   * @param logProbs log-probabilities under the policy, {@code (B, T)}
   * @param reference log-probabilities under the reference policy, {@code (B, T)}
   * @return {@code (B, T)}
   */
  public abstract NDArray of(NDArray logProbs, NDArray reference);
}

package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.base.Check;
import org.glassllm.tensor.Scalars;

/**
 * The clipped policy loss of PPO (Schulman et al. 2017, eq. 7). The ratio {@code ρ = π(token) /
 * π_old(token)} compares the trained policy with the policy that generated the token. The loss of a
 * token with advantage A is {@code -min(ρ A, clip(ρ, 1 - low, 1 + high) A)}.
 *
 * <p>A ratio outside the interval has gradient 0 if it changed in the direction that A favours. The
 * minimum keeps the gradient of a ratio that changed in the other direction.
 *
 * @param low ε below 1, greater than 0 and below 1
 * @param high ε above 1, greater than 0; greater than {@code low} in DAPO (Yu et al. 2025)
 */
public record PolicyClip(double low, double high) {
  /** Checks both ranges. */
  public PolicyClip {
    Check.positive("low", low);
    Check.below("low", low, 0, 1);
    Check.positive("high", high);
  }

  /** Creates a loss with the same ε on both sides. */
  public PolicyClip(double epsilon) {
    this(epsilon, epsilon);
  }

  /**
   * Returns the loss of each token.
   *
   * @param logProbs log-probabilities of the trained policy, {@code (B, T)}
   * @param old log-probabilities of the policy that generated the tokens, {@code (B, T)}
   * @param advantages {@code (B, T)}
   * @return {@code (B, T)}
   */
  public NDArray of(NDArray logProbs, NDArray old, NDArray advantages) {
    NDArray ratio = logProbs.sub(old).exp(); // (B, T)
    NDArray least = Scalars.like(ratio, 1 - low), most = Scalars.like(ratio, 1 + high);
    NDArray clipped = ratio.maximum(least).minimum(most); // (B, T)
    return ratio.mul(advantages).minimum(clipped.mul(advantages)).neg();
  }

  /**
   * Returns 1 for each token whose clipped term is the smaller one, so its gradient is 0; returns 0
   * for the others.
   */
  public NDArray clipped(NDArray logProbs, NDArray old, NDArray advantages) {
    NDArray ratio = logProbs.sub(old).exp(); // (B, T)
    NDArray above = ratio.gt(1 + high).logicalAnd(advantages.gt(0));
    NDArray below = ratio.lt(1 - low).logicalAnd(advantages.lt(0));
    return above.logicalOr(below).toType(ratio.getDataType(), false);
  }
}

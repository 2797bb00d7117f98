package org.glassllm.exercises.l12;

/**
 * The clipped loss of PPO (Schulman et al. 2017, eq. 7) and its gradient. The ratio of a token is
 * {@code ρ = exp(logProb - old)}. The loss is the mean of {@code -min(ρ A, clip(ρ, 1 - ε, 1 + ε)
 * A)} over all tokens.
 *
 * <p>The old log-probabilities and the advantages are constants. A token whose clipped term is
 * smaller has the gradient 0. The derivative of ρ with respect to the log-probability is ρ.
 *
 * <p>{@code mvn test -Dtest=PpoClipExerciseTest} checks it.
 */
public final class PpoClip implements Tasks.PpoClip {
  /**
   * @param logProbs log-probability of each token under the policy that is trained
   * @param old log-probability of each token under the policy that generated the token
   * @param advantages A of each token
   * @param epsilon ε, from 0 to 1, both excluded
   * @return the loss and its gradient
   */
  @Override
  public Tasks.Loss of(double[] logProbs, double[] old, double[] advantages, double epsilon) {
    throw new UnsupportedOperationException("implement me: lesson 12, PpoClip");
  }
}

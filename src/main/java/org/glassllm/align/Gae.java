package org.glassllm.align;

import org.glassllm.base.Check;

/**
 * Generalized advantage estimation (Schulman et al. 2016, eq. 16). The TD error of token t is
 * {@code δ_t = r_t + γ V_{t+1} - V_t}; after the last token, V is 0. The advantage is {@code A_t =
 * δ_t + γ λ A_{t+1}}. With λ = 1, the advantage is the discounted return minus V_t; with λ = 0, the
 * advantage is δ_t.
 *
 * @param gamma γ, discount factor, from 0 to 1
 * @param lambda λ, from 0 (little variance, biased by the critic) to 1 (unbiased)
 */
public record Gae(double gamma, double lambda) {
  /** Checks both ranges. */
  public Gae {
    Check.within("gamma", gamma, 0, 1);
    Check.within("lambda", lambda, 0, 1);
  }

  /**
   * Returns the advantage of each token of a response.
   *
   * @param rewards the reward of each token
   * @param values V_t, the critic's estimate before each token
   */
  public double[] advantages(double[] rewards, double[] values) {
    int length = rewards.length;
    Check.within("number of values", values.length, length, length);
    double[] advantages = new double[length];
    double next = 0, nextValue = 0;
    for (int t = length - 1; t >= 0; t--) {
      double error = rewards[t] + gamma * nextValue - values[t];
      next = error + gamma * lambda * next;
      nextValue = values[t];
      advantages[t] = next;
    }
    return advantages;
  }

  /** Returns the targets of the critic, {@code A_t + V_t}. */
  public static double[] returns(double[] advantages, double[] values) {
    double[] returns = advantages.clone();
    for (int t = 0; t < returns.length; t++) {
      returns[t] += values[t];
    }
    return returns;
  }
}

package org.glassllm.exercises.l12;

/**
 * Generalized advantage estimation (Schulman et al. 2016, eq. 16) for one response. The TD error of
 * token t is {@code δ_t = r_t + γ V_{t+1} - V_t}. After the last token, V is 0. The advantage is
 * {@code A_t = δ_t + γ λ A_{t+1}}, and 0 after the last token.
 *
 * <p>{@code mvn test -Dtest=GaeExerciseTest} checks it.
 */
public final class Gae implements Tasks.Gae {
  /**
   * @param rewards the reward r_t of each token
   * @param values V_t, the critic's estimate before each token
   * @param gamma γ, from 0 to 1
   * @param lambda λ, from 0 to 1
   * @return the advantage A_t of each token
   */
  @Override
  public double[] advantages(double[] rewards, double[] values, double gamma, double lambda) {
    throw new UnsupportedOperationException("implement me: lesson 12, Gae");
  }
}

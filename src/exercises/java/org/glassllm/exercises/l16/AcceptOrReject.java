package org.glassllm.exercises.l16;

/**
 * Decides about drafted tokens (Leviathan et al. 2023, algorithm 1). A draft x is accepted with
 * probability {@code min(1, p(x) / q(x))}. The first draft that is rejected is replaced by a token
 * from the positive part of {@code p - q}, normalized, and all later drafts are dropped. If all
 * drafts are accepted, one token from the last row of p follows.
 *
 * <p>Draft i is accepted if {@code uniforms[i]} is less than its probability of acceptance. The last of
 * the uniform numbers, u, draws the token after the accepted drafts: the first token at which the sum of
 * probabilities, from token 0 on, exceeds u.
 *
 * <p>{@code mvn test -Dtest=AcceptOrRejectExerciseTest} checks it.
 */
public final class AcceptOrReject implements Tasks.AcceptOrReject {
  /**
   * @param p the target's distributions, {@code (K + 1, V)}: row i is for the place of draft i, row
   *     K for the place after all drafts
   * @param q the draft's distributions, {@code (K, V)}
   * @param drafted K tokens, each drawn from its row of q
   * @param uniforms K + 1 numbers from 0 to below 1
   * @return the accepted drafts and one token more
   */
  @Override
  public int[] next(double[][] p, double[][] q, int[] drafted, double[] uniforms) {
    throw new UnsupportedOperationException("implement me: lesson 16, AcceptOrReject");
  }
}

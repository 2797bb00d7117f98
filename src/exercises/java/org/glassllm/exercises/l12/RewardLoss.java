package org.glassllm.exercises.l12;

/**
 * The loss of a reward model (Ouyang et al. 2022, eq. 1): the mean of {@code -log σ(r_chosen -
 * r_rejected)} over all pairs, with {@code σ(x) = 1 / (1 + exp(-x))}. The loss must be finite for
 * every difference.
 *
 * <p>{@code mvn test -Dtest=RewardLossExerciseTest} checks it.
 */
public final class RewardLoss implements Tasks.RewardLoss {
  /**
   * @param chosen the reward of the chosen response of each pair
   * @param rejected the reward of the rejected response of each pair
   * @return the mean loss in nats
   */
  @Override
  public double of(double[] chosen, double[] rejected) {
    throw new UnsupportedOperationException("implement me: lesson 12, RewardLoss");
  }
}

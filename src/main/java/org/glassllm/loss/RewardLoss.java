package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.tensor.Kernels;

/**
 * The loss of a reward model (Ouyang et al. 2022, eq. 1; margin of Touvron et al. 2023, eq. 2):
 * {@code -log σ(r_chosen - r_rejected - margin)}. In the Bradley-Terry model, {@code σ(r_a - r_b)}
 * is the probability that answer a is preferred to answer b. Only differences of rewards count: a
 * constant that is added to all rewards changes nothing.
 */
public final class RewardLoss {
  private RewardLoss() {}

  /**
   * Returns the loss of each pair.
   *
   * @param chosen rewards of the chosen responses, {@code (P)}
   * @param rejected rewards of the rejected responses, {@code (P)}
   * @param margins required differences, {@code (P)}; 0 for the plain loss
   * @return {@code (P)}
   */
  public static NDArray of(Kernels kernels, NDArray chosen, NDArray rejected, NDArray margins) {
    return LogSigmoid.of(kernels, chosen.sub(rejected).sub(margins)).neg();
  }
}

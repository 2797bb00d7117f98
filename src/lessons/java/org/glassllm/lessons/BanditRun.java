package org.glassllm.lessons;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.glassllm.loss.KlEstimator;

/**
 * A bandit: the response is one token (an arm), and its reward is known. All expectations are
 * exact, so nothing is sampled. Training is gradient ascent on the logits of the arms.
 *
 * @param reference the probabilities of the reference policy
 * @param rewards the reward of each arm
 * @param beta β, the weight of the divergence from the reference policy
 */
public record BanditRun(double[] reference, double[] rewards, double beta) {
  private static final int STEPS = 4000;
  private static final double RATE = 0.5;
  private static final double H = 1e-5;

  /** Returns the best policy with a KL penalty, {@code π_ref exp(r/β)}, normalized. */
  public double[] best() {
    double[] p = new double[reference.length];
    Arrays.setAll(p, a -> reference[a] * Math.exp(rewards[a] / beta));
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  /** Returns the fixed point of K3 as a loss, {@code β π_ref / (β - r + mean reward)}. */
  public double[] fixedPointOfK3() {
    double most = Arrays.stream(rewards).max().orElseThrow();
    double low = most - beta, high = most;
    double[] p = reference.clone();
    for (int i = 0; i < 100; i++) { // the sum falls with the mean reward
      double mean = (low + high) / 2;
      Arrays.setAll(p, a -> beta * reference[a] / (beta - rewards[a] + mean));
      low = Arrays.stream(p).sum() > 1 ? mean : low;
      high = Arrays.stream(p).sum() > 1 ? high : mean;
    }
    return p;
  }

  /** Returns the policy that PPO reaches: the penalty is part of the reward, without a gradient. */
  public double[] penaltyInReward(KlEstimator kl) {
    return ascend((arm, logProb) -> rewards[arm] - beta * kl.of(logProb, log(arm)));
  }

  /** Returns the policy that GRPO reaches: the gradient of the estimate is part of the loss. */
  public double[] penaltyAsLoss(KlEstimator kl) {
    return ascend(
        (arm, logProb) -> {
          double more = kl.of(logProb + H, log(arm)), less = kl.of(logProb - H, log(arm));
          return rewards[arm] - beta * (more - less) / (2 * H);
        });
  }

  private double log(int arm) {
    return Math.log(reference[arm]);
  }

  /** The factor of {@code ∇ log π(arm)} in the gradient. */
  private interface Weight {
    double of(int arm, double logProb);
  }

  /** Follows the expected gradient {@code Σ π(arm) · weight · ∇ log π(arm)}. */
  private double[] ascend(Weight weight) {
    double[] logits = Arrays.stream(reference).map(Math::log).toArray();
    double[] p = reference.clone();
    for (int step = 0; step < STEPS; step++) {
      double[] w = new double[p.length], now = p;
      Arrays.setAll(w, a -> weight.of(a, Math.log(now[a])));
      double mean = IntStream.range(0, w.length).mapToDouble(a -> now[a] * w[a]).sum();
      for (int a = 0; a < w.length; a++) {
        logits[a] += RATE * p[a] * (w[a] - mean); // Σ π ∇ log π is 0, so the mean may be subtracted
      }
      p = softmax(logits);
    }
    return p;
  }

  private static double[] softmax(double... logits) {
    double most = Arrays.stream(logits).max().orElseThrow();
    double[] p = Arrays.stream(logits).map(x -> Math.exp(x - most)).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  /** Returns the total variation distance of two policies. */
  public static double distance(double[] p, double... q) {
    return IntStream.range(0, p.length).mapToDouble(a -> Math.abs(p[a] - q[a])).sum() / 2;
  }
}

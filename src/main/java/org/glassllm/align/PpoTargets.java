package org.glassllm.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The training data of a rollout in PPO. The rewards of a response consist of the {@link KlPenalty}
 * of each token, and of the score at the last token. {@link Gae} turns rewards and values into
 * advantages, which are whitened over all tokens of the rollout.
 */
final class PpoTargets implements RolloutMethod.Targets<PpoBatch> {
  /** The names of {@link #metrics} besides those of every rollout. */
  static final List<String> METRICS =
      List.of(
          "objective/non_score_reward",
          "objective/rlhf_reward",
          "objective/kl_coef",
          "val/explained_variance");

  private final Rollout rollout;
  private final List<double[]> old;
  private final List<double[]> values;
  private final List<double[]> returns = new ArrayList<>();
  private final List<double[]> advantages;
  private final double meanReward;

  PpoTargets(Rollout rollout, PpoSettings settings) {
    this.rollout = rollout;
    old = rollout.arrays(Experience::old);
    values = rollout.arrays(Experience::values);
    KlPenalty penalty = settings.penalty(rollout);
    List<double[]> rewards =
        rollout.arrays(row -> penalty.rewards(row.old(), row.reference(), row.score()));
    meanReward = rewards.stream().mapToDouble(r -> Arrays.stream(r).sum()).average().orElseThrow();
    if (settings.whitenRewards()) {
      rewards = TokenStatistics.whitened(rewards, false);
    }
    List<double[]> estimated = new ArrayList<>();
    for (int row = 0; row < rewards.size(); row++) {
      double[] own = settings.gae().advantages(rewards.get(row), values.get(row));
      estimated.add(own);
      returns.add(Gae.returns(own, values.get(row)));
    }
    advantages = TokenStatistics.whitened(estimated, true);
  }

  @Override
  public int[] rows() {
    return IntStream.range(0, rollout.rows().size()).toArray();
  }

  @Override
  public PpoBatch batch(int... chosen) {
    PolicyBatch policy =
        new PolicyBatch(
            rollout.texts(chosen), Rollout.select(old, chosen), Rollout.select(advantages, chosen));
    return new PpoBatch(policy, Rollout.select(values, chosen), Rollout.select(returns, chosen));
  }

  /**
   * Returns the metrics of the rollout. The penalty and the total reward are means per response,
   * before whitening. The explained variance is NaN if all returns are equal.
   */
  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>(rollout.metrics());
    double score = rollout.mean(Experience::score);
    double[] more = {
      meanReward - score,
      meanReward,
      rollout.klCoefficient(),
      TokenStatistics.explainedVariance(values, returns)
    };
    for (int i = 0; i < more.length; i++) {
      metrics.put(METRICS.get(i), more[i]);
    }
    return metrics;
  }
}

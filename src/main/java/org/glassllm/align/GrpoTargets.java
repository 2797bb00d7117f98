package org.glassllm.align;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The training data of a rollout in GRPO. All tokens of a response have the advantage of the
 * response, see {@link GroupAdvantages}. Groups with equal scores are skipped.
 */
final class GrpoTargets implements RolloutMethod.Targets<GrpoBatch> {
  /** The names of {@link #metrics} besides those of every rollout. */
  static final List<String> METRICS =
      List.of("reward_std", "frac_reward_zero_std", "rollouts_discarded");

  private final Rollout rollout;
  private final int groupSize;
  private final GroupAdvantages advantages;

  GrpoTargets(Rollout rollout, int groupSize, boolean divide) {
    this.rollout = rollout;
    this.groupSize = groupSize;
    advantages = GroupAdvantages.of(rollout.scores(), groupSize, divide);
  }

  @Override
  public int[] rows() {
    return advantages.kept();
  }

  @Override
  public GrpoBatch batch(int... chosen) {
    List<double[]> perToken = IntStream.of(chosen).mapToObj(this::advantages).toList();
    PolicyBatch policy =
        new PolicyBatch(
            rollout.texts(chosen),
            Rollout.select(rollout.arrays(Experience::old), chosen),
            perToken);
    return new GrpoBatch(policy, Rollout.select(rollout.arrays(Experience::reference), chosen));
  }

  private double[] advantages(int row) {
    double[] perToken = new double[rollout.rows().get(row).response().length];
    Arrays.fill(perToken, advantages.perResponse()[row]);
    return perToken;
  }

  /**
   * Returns the metrics of the rollout, skipped groups included: the mean standard deviation of the
   * scores in a group, the share of groups with equal scores, and the number of rollouts directly
   * before that had only such groups.
   */
  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>(rollout.metrics());
    int groups = advantages.zeroVariance().length;
    double deviation = IntStream.range(0, groups).mapToDouble(this::deviation).sum() / groups;
    double[] more = {deviation, (double) advantages.skipped() / groups, rollout.discarded()};
    for (int i = 0; i < more.length; i++) {
      metrics.put(METRICS.get(i), more[i]);
    }
    return metrics;
  }

  private double deviation(int group) {
    int from = group * groupSize;
    double[] own = Arrays.copyOfRange(rollout.scores(), from, from + groupSize);
    return advantages.zeroVariance()[group] ? 0 : Math.sqrt(TokenStatistics.variance(List.of(own)));
  }
}

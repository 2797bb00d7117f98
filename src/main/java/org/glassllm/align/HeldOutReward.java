package org.glassllm.align;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.glassllm.base.Progress;
import org.glassllm.text.tasks.Reward;

/**
 * Measures the current policy on held-out prompts. The responses are sampled with the same random
 * numbers at each measurement, so changes come from the policy.
 *
 * @param collector the held-out prompts; all of them are in rollout 0
 * @param coefficient β, the weight of the divergence from the reference policy, at least 0
 */
public record HeldOutReward(RolloutCollector collector, double coefficient) {
  /**
   * The metric of the true reward, which shows whether a policy exploits the errors of a reward
   * model.
   */
  public static final String TRUE_REWARD = "objective/true_reward";

  /** The names of the metrics. */
  public static final List<String> METRICS =
      Stream.concat(Rollout.METRICS.stream(), Stream.of(TRUE_REWARD)).toList();

  /**
   * The result of a measurement.
   *
   * @param objective mean score minus β times the mean divergence per response
   * @param metrics the metrics by name
   */
  public record Result(double objective, Map<String, Double> metrics) {}

  /**
   * Returns the result of one response per prompt. The true reward is the mean over the
   * instructions of a skill; it is absent if no instruction belongs to a skill.
   *
   * @param progress receives the number of finished responses
   */
  public Result measure(Progress progress) {
    List<Response> responses = collector.responses(0, 1, progress);
    double[] scores = collector.scorer().scores(responses);
    ResponseScorer policy = new ResponseScorer(collector.sampler().policy(), collector.manager());
    List<double[]> logProbs = policy.perToken(RolloutCollector.texts(responses), collector.rows());
    List<double[]> noValues = Collections.nCopies(responses.size(), new double[0]);
    Estimates estimates = new Estimates(logProbs, noValues);
    Rollout rollout = new Rollout(0, 0, 0, collector.experiences(responses, scores, estimates));
    Map<String, Double> metrics = new LinkedHashMap<>(rollout.metrics());
    responses.stream()
        .map(response -> Judgement.of(response.prompt().instruction(), response.answer()).reward())
        .filter(Objects::nonNull)
        .mapToDouble(Reward::total)
        .average()
        .ifPresent(mean -> metrics.put(TRUE_REWARD, mean));
    double score = metrics.get(Rollout.METRICS.get(0));
    return new Result(score - coefficient * rollout.kl(), metrics);
  }
}

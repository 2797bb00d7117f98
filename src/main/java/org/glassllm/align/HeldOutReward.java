package org.glassllm.align;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the current policy on held-out prompts. The responses are sampled with the same random
 * numbers at each measurement, so changes come from the policy.
 *
 * @param collector the held-out prompts; all of them are in rollout 0
 * @param coefficient β, the weight of the divergence from the reference policy, at least 0
 */
public record HeldOutReward(RolloutCollector collector, double coefficient) {
  /** The names of the metrics. */
  public static final List<String> METRICS = Rollout.METRICS;

  /**
   * The result of a measurement.
   *
   * @param objective mean score minus β times the mean divergence per response
   * @param metrics the metrics by name
   */
  public record Result(double objective, Map<String, Double> metrics) {}

  /** Returns the result of one response per prompt. */
  public Result measure() {
    List<Response> responses = collector.responses(0, 1);
    double[] scores = collector.scorer().scores(responses);
    ResponseScorer policy = new ResponseScorer(collector.sampler().policy(), collector.manager());
    List<double[]> logProbs = policy.perToken(RolloutCollector.texts(responses), collector.rows());
    List<double[]> noValues = Collections.nCopies(responses.size(), new double[0]);
    Estimates estimates = new Estimates(logProbs, noValues);
    Rollout rollout = new Rollout(0, 0, 0, collector.experiences(responses, scores, estimates));
    Map<String, Double> metrics = new LinkedHashMap<>(rollout.metrics());
    double score = metrics.get(Rollout.METRICS.get(0));
    return new Result(score - coefficient * rollout.kl(), metrics);
  }
}

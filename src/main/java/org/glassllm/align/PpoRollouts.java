package org.glassllm.align;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;

/**
 * The rollouts of PPO: one response per prompt, with the estimates of a critic.
 *
 * @param collector the prompts, the sampler, the scores and the reference policy
 * @param model the policy with its critic; its trunk is the policy of the sampler. Dropout must be
 *     0, because it would change the log-probabilities during training.
 * @param settings the rewards and the advantages
 */
public record PpoRollouts(RolloutCollector collector, ValueModel model, PpoSettings settings)
    implements RolloutMethod<PpoBatch> {
  /** Checks that the critic belongs to the policy, and the horizon of the KL coefficient. */
  public PpoRollouts {
    if (model.trunk() != collector.sampler().policy()) {
      throw new InputException(
          "the trunk of the critic is another model than the policy of the sampler, must be the"
              + " same; create both with one model");
    }
    int responses = collector.prompts().perRollout();
    settings.adaptive().ifPresent(a -> a.controller(1).after(a.target(), responses));
  }

  @Override
  public Rollout next(Optional<Rollout> previous, Progress progress) {
    long index = previous.map(p -> p.index() + 1).orElse(0L);
    List<Response> responses = collector.responses(index, 1, progress);
    double[] scores = collector.scorer().scores(responses);
    Estimates policy =
        Estimates.of(
            model, RolloutCollector.texts(responses), collector.rows(), collector.manager());
    List<Experience> rows = collector.experiences(responses, scores, policy);
    return new Rollout(index, 0, settings.coefficient(previous), rows);
  }

  @Override
  public Targets<PpoBatch> targets(Rollout rollout) {
    return new PpoTargets(rollout, settings);
  }

  @Override
  public int fewestRows() {
    return collector.prompts().perRollout();
  }

  /** Returns the names of the metrics of a rollout; {@link PpoObjective} has more metrics. */
  public static List<String> metricNames() {
    return Stream.concat(Rollout.METRICS.stream(), PpoTargets.METRICS.stream()).toList();
  }
}

package org.glassllm.align;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.batch.EndOfBatchesException;
import org.glassllm.batch.Example;

/**
 * The rollouts of GRPO: a group of responses per prompt, without a critic. A rollout whose groups
 * all have equal scores has nothing to train on; the next rollout takes its place. If many rollouts
 * in a row have nothing to train on, training ends.
 *
 * @param collector the prompts, the sampler, the scores and the reference policy. Dropout of the
 *     policy must be 0, because it would change the log-probabilities during training.
 * @param groupSize number of responses to each prompt, at least 2
 * @param divide whether the deviation of a group divides its advantages
 * @param tries maximum number of rollouts in a row without anything to train on, at least 1
 */
public record GrpoRollouts(RolloutCollector collector, int groupSize, boolean divide, int tries)
    implements RolloutMethod<GrpoBatch> {
  /** Checks the ranges. */
  public GrpoRollouts {
    Check.atLeast("groupSize", groupSize, 2);
    Check.positive("tries", tries);
  }

  @Override
  public Rollout next(Optional<Rollout> previous, Progress progress) {
    long first = previous.map(p -> p.index() + 1).orElse(0L);
    for (int discarded = 0; discarded < tries; discarded++) {
      long index = first + discarded;
      List<Response> responses = collector.responses(index, groupSize, progress);
      double[] scores = collector.scorer().scores(responses);
      if (GroupAdvantages.of(scores, groupSize, divide).kept().length > 0) {
        List<Experience> rows = collector.experiences(responses, scores, estimates(responses));
        return new Rollout(index, discarded, 0, rows);
      }
    }
    if (previous.isPresent()) {
      throw new EndOfBatchesException(
          "all answers of %s rollouts in a row have equal scores".formatted(tries));
    }
    throw new InputException(
        "all groups of %s rollouts in a row have equal scores, so there is nothing to learn: either"
            + " the policy is perfect, or each answer has the same score; use prompts of another"
            + " difficulty, more prompts per rollout, or a groupSize above %s",
        tries, groupSize);
  }

  private Estimates estimates(List<Response> responses) {
    ResponseScorer policy = new ResponseScorer(collector.sampler().policy(), collector.manager());
    List<Example> texts = RolloutCollector.texts(responses);
    List<double[]> noValues = Collections.nCopies(texts.size(), new double[0]);
    return new Estimates(policy.perToken(texts, collector.rows()), noValues);
  }

  @Override
  public Targets<GrpoBatch> targets(Rollout rollout) {
    return new GrpoTargets(rollout, groupSize, divide);
  }

  /** Returns the size of a group; at least one group is not skipped. */
  @Override
  public int fewestRows() {
    return groupSize;
  }

  /** Returns the names of the metrics of a rollout; {@link GrpoObjective} has more metrics. */
  public static List<String> metricNames() {
    return Stream.concat(Rollout.METRICS.stream(), GrpoTargets.METRICS.stream()).toList();
  }
}

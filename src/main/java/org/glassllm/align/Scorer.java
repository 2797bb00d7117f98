package org.glassllm.align;

import java.util.List;
import org.glassllm.base.Check;

/** Gives each response of a rollout a score; a policy is trained to generate higher scores. */
@FunctionalInterface
public interface Scorer {
  /** Returns one score per response. */
  double[] scores(List<Response> responses);

  /**
   * Returns a scorer that subtracts a penalty from the score of each truncated response, as TRL's
   * {@code missing_eos_penalty}.
   *
   * @param penalty at least 0; 0 changes nothing
   */
  default Scorer withMissingEosPenalty(double penalty) {
    Check.notNegative("missingEosPenalty", penalty);
    return responses -> {
      double[] scores = scores(responses);
      for (int i = 0; i < scores.length; i++) {
        scores[i] -= responses.get(i).ended() ? 0 : penalty;
      }
      return scores;
    };
  }
}

package org.glassllm.course.l09;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l09.Tasks;
import org.junit.jupiter.api.Test;

/** What {@code RepetitionPenalty} must do. */
abstract class RepetitionPenaltyContract extends Contract<Tasks.RepetitionPenalty> {
  RepetitionPenaltyContract(Tasks.RepetitionPenalty code) {
    super(9, Tasks.RepetitionPenalty.class, code);
  }

  @Test
  void saidTokensBecomeLessLikely() {
    double[] logits = {4, -4, 1, 0};
    near(
        "tokens 0 (twice) and 1 were said",
        new double[] {2, -8, 1, 0},
        code().penalize(logits, new int[] {0, 1, 0}, 2),
        "divide positive logits, multiply negative ones, each token once, from the old logits");
  }
}

package org.glassllm.course.l09;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l09.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code RepetitionPenalty}. */
abstract class RepetitionPenaltyContract extends Contract<Tasks.RepetitionPenalty> {
  RepetitionPenaltyContract(Tasks.RepetitionPenalty code) {
    super(9, Tasks.RepetitionPenalty.class, code);
  }

  @Test
  void generatedTokensBecomeLessProbable() {
    double[] logits = {4, -4, 1, 0};
    near(
        "tokens 0 (twice) and 1 were generated",
        new double[] {2, -8, 1, 0},
        code().penalize(logits, new int[] {0, 1, 0}, 2),
        "divide positive logits, multiply negative ones; apply it once per token, to the old logits");
  }
}

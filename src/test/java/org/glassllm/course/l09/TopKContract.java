package org.glassllm.course.l09;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l09.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code TopK}. */
abstract class TopKContract extends Contract<Tasks.TopK> {
  TopKContract(Tasks.TopK code) {
    super(9, Tasks.TopK.class, code);
  }

  @Test
  void onlyTheKLargestKeepProbability() {
    double[] logits = {1, 4, 2, 3};
    double sum = Math.exp(4) + Math.exp(3);
    near(
        "k = 2",
        new double[] {0, Math.exp(4) / sum, 0, Math.exp(3) / sum},
        code().probabilities(logits, 2),
        "keep the k largest, then normalize what is kept");
    near("k = 1", new double[] {0, 1, 0, 0}, code().probabilities(logits, 1), "k = 1 is greedy");
  }

  @Test
  void largeLogitsDoNotOverflow() {
    double e = Math.exp(-1);
    nearAtExtremes(
        "logits 1000, 999 and 0, k = 2",
        new double[] {1 / (1 + e), e / (1 + e), 0},
        code().probabilities(new double[] {1000, 999, 0}, 2),
        "subtract the largest logit before exp");
  }
}

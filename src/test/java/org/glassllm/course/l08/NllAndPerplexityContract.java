package org.glassllm.course.l08;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l08.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code NllAndPerplexity}. */
abstract class NllAndPerplexityContract extends Contract<Tasks.NllAndPerplexity> {
  NllAndPerplexityContract(Tasks.NllAndPerplexity code) {
    super(8, Tasks.NllAndPerplexity.class, code);
  }

  @Test
  void nllIsMinusTheLogProbability() {
    near(
        "nll",
        Math.log(4.0 / 3),
        code().nll(new double[] {0, Math.log(3)}, 1),
        "log of the sum of exponentials minus the label's logit");
    nearAtExtremes(
        "nll of large logits",
        Math.log(2),
        code().nll(new double[] {1000, 1000}, 0),
        "subtract the largest logit before exp");
  }

  @Test
  void perplexityIsExpOfTheMeanLoss() {
    double[][] logits = {{0, Math.log(3)}, {0, Math.log(3)}, {0, 0}};
    near(
        "perplexity",
        Math.pow(4.0 / 3 * 4 * 2, 1.0 / 3),
        code().perplexity(logits, new int[] {1, 0, 1}),
        "exp of the mean: the geometric mean of 1/p");
  }
}

package org.glassllm.course.l13;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l13.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code SequenceLogProb}. */
abstract class SequenceLogProbContract extends Contract<Tasks.SequenceLogProb> {
  /** Position 0 gives 1/4 to token 1, position 1 gives 1/8 to token 2. */
  private static final double[][] LOGITS = {
    {Math.log(2), 0, 0, Double.NEGATIVE_INFINITY}, {Math.log(5), 0, 0, 0}, {9, 1, 4, 2}
  };

  SequenceLogProbContract(Tasks.SequenceLogProb code) {
    super(13, Tasks.SequenceLogProb.class, code);
  }

  @Test
  void theWorkedExampleGivesMinusFiveLn2() {
    near(
        "two response tokens with probabilities 1/4 and 1/8",
        -5 * Math.log(2),
        code().sum(LOGITS, new int[] {0, 1, 2}, 1, 3),
        "the logits of position t predict the token at t + 1; add the logarithms of both"
            + " probabilities");
  }

  @Test
  void promptTokensDoNotCount() {
    double[][] logits = matrix(5, 4, 1);
    int[] ids = {3, 0, 2, 1, 3};
    near(
        "3 prompt tokens, 2 response tokens",
        logProb(logits[2], 1) + logProb(logits[3], 3),
        code().sum(logits, ids, 3, 5),
        "the response begins at index prompt; the logits at index prompt - 1 predict its first"
            + " token");
  }

  @Test
  void paddingDoesNotCount() {
    double[][] logits = matrix(6, 4, 2);
    int[] ids = {1, 2, 3, 2, 0, 0};
    near(
        "2 prompt tokens, 2 response tokens, 2 padding tokens",
        logProb(logits[1], 3) + logProb(logits[2], 2),
        code().sum(logits, ids, 2, 4),
        "stop at length: the tokens after it are padding");
    near("the given logits", matrix(6, 4, 2), logits, "leave the given arrays unchanged");
  }

  @Test
  void largeLogitsDoNotOverflow() {
    nearAtExtremes(
        "logits of 1000 and 0, the token with 0",
        -1000.0,
        code().sum(new double[][] {{1000, 0}, {0, 0}}, new int[] {0, 1}, 1, 2),
        "subtract the largest logit before exp, and never take the logarithm of a probability"
            + " that underflowed to 0");
  }

  private static double logProb(double[] logits, int id) {
    double sum = 0;
    for (double z : logits) {
      sum += Math.exp(z); // small logits: no overflow
    }
    return logits[id] - Math.log(sum);
  }
}

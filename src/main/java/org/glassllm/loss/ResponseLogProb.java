package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.batch.Batch;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;

/**
 * Log-probabilities of responses in nats. A response token is a target that the loss counts. Prompt
 * tokens and padding have the target {@link Batch#IGNORE}; their log-probability and their gradient
 * are exactly 0.
 */
public final class ResponseLogProb {
  private ResponseLogProb() {}

  /**
   * Returns {@code log softmax(logits)[target]} at each counted position and 0 elsewhere.
   *
   * @param logits {@code (…, V)}
   * @param targets integers {@code (…)}
   * @return {@code (…)}
   */
  public static NDArray perToken(Kernels kernels, NDArray logits, NDArray targets) {
    return CrossEntropy.perToken(kernels, logits, targets).neg();
  }

  /**
   * Returns the log-probability of each row's response, the sum over its counted tokens.
   *
   * @param logits {@code (B, T, V)}
   * @param targets integers {@code (B, T)}
   * @return {@code (B)}
   */
  public static NDArray sums(Kernels kernels, NDArray logits, NDArray targets) {
    return perToken(kernels, logits, targets).sum(new int[] {1});
  }

  /**
   * Returns the mean over the counted tokens of each row; 0 for a row without counted tokens.
   *
   * @param sums the sum over the counted tokens of each row, {@code (B)}
   * @param targets integers {@code (B, T)}
   * @return {@code (B)}
   */
  public static NDArray lengthNormalized(NDArray sums, NDArray targets) {
    NDArray counted = targets.neq(Batch.IGNORE).toType(sums.getDataType(), false); // (B, T)
    NDArray counts = counted.sum(new int[] {1}); // (B)
    return sums.div(counts.maximum(Scalars.like(counts, 1)));
  }
}

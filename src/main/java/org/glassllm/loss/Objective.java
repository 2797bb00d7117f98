package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.model.Pass;

/**
 * The loss that training minimizes, a mean over the counted positions of a batch. Sum and count are
 * separate, so that gradient accumulation gives the gradient of one large batch.
 *
 * @param <B> the type of a batch
 */
public interface Objective<B> {
  /**
   * Returns the sum of the loss over the counted positions, a scalar that depends on the
   * parameters.
   *
   * @param pass a training pass, whose manager owns the arrays of the batch
   */
  NDArray sum(Pass pass, B batch);

  /** Returns the number of counted positions in a batch. */
  long count(B batch);

  /**
   * Returns the number of tokens in a batch whose predictions the loss uses. The default is {@link
   * #count}, for a loss that is a mean over tokens.
   */
  default long tokens(B batch) {
    return count(batch);
  }
}

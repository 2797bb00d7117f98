package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.model.Pass;

/**
 * The loss that training minimizes: a mean over the counted positions of a batch. Sum and count are
 * separate, so accumulated micro-batches equal one large batch.
 *
 * @param <B> a batch of the training data
 */
public interface Objective<B> {
  /**
   * Returns the sum of the loss over the counted positions: a scalar that depends on the
   * parameters.
   *
   * @param pass a training pass; arrays of the batch belong to its manager
   */
  NDArray sum(Pass pass, B batch);

  /** Returns the number of counted positions. */
  long count(B batch);
}

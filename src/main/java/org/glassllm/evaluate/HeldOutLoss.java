package org.glassllm.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.IntFunction;
import org.glassllm.base.Progress;
import org.glassllm.loss.Objective;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Kernels;

/**
 * Measures the mean of an objective on held-out batches, without gradients and without dropout.
 *
 * @param objective the objective
 * @param batches number of batches
 * @param batch returns a batch by its index
 * @param kernels the kernels of the model
 * @param manager the parent of each batch's manager
 * @param <B> the type of a batch
 */
public record HeldOutLoss<B>(
    Objective<B> objective, int batches, IntFunction<B> batch, Kernels kernels, NDManager manager) {

  /** Returns the loss; reports progress after each batch. */
  public TextLoss.Result measure(Progress progress) {
    double total = 0;
    long counted = 0;
    for (int i = 0; i < batches; i++) {
      progress.at(i, batches);
      B next = batch.apply(i);
      try (NDManager scope = manager.newSubManager()) {
        NDArray sum = objective.sum(Pass.inference(scope, kernels), next);
        total += sum.toType(DataType.FLOAT64, false).getDouble();
      }
      counted += objective.count(next);
    }
    progress.at(batches, batches);
    return new TextLoss.Result(total, counted);
  }
}

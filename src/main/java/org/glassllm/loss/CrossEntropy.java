package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import org.glassllm.batch.Batch;
import org.glassllm.tensor.Kernels;

/**
 * Mean cross-entropy of next-token predictions, over the positions that count.
 *
 * <p>{@code -1/n Σ log softmax(logits)[target]} in nats. A DJL {@link Loss}, so that DJL's own
 * {@code Trainer} can use it.
 */
public final class CrossEntropy extends Loss {
  private final Kernels kernels;

  /** With the default kernels. */
  public CrossEntropy() {
    this(Kernels.defaults());
  }

  /**
   * @param kernels how the sum is computed
   */
  public CrossEntropy(Kernels kernels) {
    super("CrossEntropy");
    this.kernels = kernels;
  }

  /**
   * The sum over the positions that count.
   *
   * @param logits {@code (B, T, V)}
   * @param targets integers {@code (B, T)}, {@link Batch#IGNORE} where a position does not count
   * @return a scalar, in nats
   */
  public NDArray sum(NDArray logits, NDArray targets) {
    long v = logits.getShape().get(logits.getShape().dimension() - 1);
    return kernels.crossEntropySum(
        logits.reshape(-1, v), targets.reshape(-1), Batch.IGNORE); // (B·T, V), (B·T)
  }

  /**
   * The mean over the positions that count.
   *
   * @param labels one array {@code (B, T)} of targets
   * @param predictions one array {@code (B, T, V)} of logits
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray targets = labels.singletonOrThrow();
    NDArray counted = targets.neq(Batch.IGNORE).sum();
    NDArray sum = sum(predictions.singletonOrThrow(), targets);
    return sum.div(counted.toType(sum.getDataType(), false).maximum(1)).reshape(new Shape());
  }
}

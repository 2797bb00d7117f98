package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import org.glassllm.batch.Batch;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.ScriptModule;

/**
 * The cross-entropy of next-token predictions in nats. The loss of a position is {@code -log
 * softmax(logits)[target]}; the class returns the sum or the mean over the counted positions. DJL's
 * {@code Trainer} can use this class as a {@link Loss}.
 */
public final class CrossEntropy extends Loss {
  private final Kernels kernels;

  /** Creates a loss with fused kernels. */
  public CrossEntropy() {
    this(Kernels.FUSED);
  }

  /**
   * Creates a loss with other kernels.
   *
   * @param kernels the kernels that compute the sum
   */
  public CrossEntropy(Kernels kernels) {
    super("CrossEntropy");
    this.kernels = kernels;
  }

  /**
   * Returns the sum of the loss over the counted positions.
   *
   * @param logits {@code (…, V)}
   * @param targets integers {@code (…)}; {@link Batch#IGNORE} marks a position that is not counted
   * @return a scalar, in nats
   */
  public static NDArray sum(Kernels kernels, NDArray logits, NDArray targets) {
    NDArray rows = rows(logits), flat = targets.reshape(-1); // (N, V), (N)
    return kernels.fused()
        ? fused("cross_entropy_sum", kernels, rows, flat)
        : readable(rows, flat).sum();
  }

  /**
   * Returns the loss of each position, 0 at positions that are not counted.
   *
   * @param logits {@code (…, V)}
   * @param targets integers {@code (…)}; {@link Batch#IGNORE} marks a position that is not counted
   * @return {@code (…)}, in nats
   */
  public static NDArray perToken(Kernels kernels, NDArray logits, NDArray targets) {
    NDArray rows = rows(logits), flat = targets.reshape(-1); // (N, V), (N)
    NDArray losses =
        kernels.fused()
            ? fused("cross_entropy_per_token", kernels, rows, flat)
            : readable(rows, flat);
    return losses.reshape(targets.getShape());
  }

  private static NDArray rows(NDArray logits) {
    return logits.reshape(-1, logits.getShape().get(logits.getShape().dimension() - 1)); // (N, V)
  }

  private static NDArray fused(String method, Kernels kernels, NDArray logits, NDArray targets) {
    ScriptModule script = kernels.script(CrossEntropy.class);
    return script.call(method, logits, targets, script.number(Batch.IGNORE));
  }

  private static NDArray readable(NDArray logits, NDArray targets) {
    NDArray counted = targets.neq(Batch.IGNORE); // (N)
    NDArray ids = targets.mul(counted.toType(targets.getDataType(), false)); // ignored: token 0
    NDArray logProbability = logits.logSoftmax(-1).gather(ids.expandDims(1), 1); // (N, 1)
    NDArray weight = counted.toType(logits.getDataType(), false); // (N), 1 or 0
    return logProbability.squeeze(1).mul(weight).neg(); // (N)
  }

  /**
   * Returns the mean loss over the counted positions.
   *
   * @param labels one array {@code (B, T)} of targets
   * @param predictions one array {@code (B, T, V)} of logits
   */
  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray targets = labels.singletonOrThrow();
    NDArray sum = sum(kernels, predictions.singletonOrThrow(), targets);
    NDArray counted = targets.neq(Batch.IGNORE).sum().toType(sum.getDataType(), false);
    return sum.div(counted.maximum(Scalars.like(sum, 1))).reshape(new Shape());
  }
}

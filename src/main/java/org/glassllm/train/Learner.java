package org.glassllm.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.model.Gpt;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.SingleThreads;
import org.glassllm.tensor.Torch;

/**
 * A model and its optimizer, taking one step at a time: forward, backward, clip, AdamW.
 *
 * <p>All arrays of a step live in one manager that ends with it; only Java numbers leave.
 */
public final class Learner implements AutoCloseable {
  private final NDManager manager;
  private final Gpt gpt;
  private final AdamW optimizer;
  private final BatchGradients gradients;
  private final Seeds seeds;

  /**
   * What one step saw.
   *
   * @param loss mean cross-entropy over the positions that count, in nats
   * @param gradientNorm global norm before clipping
   * @param tokens positions that counted
   * @param times where the time went
   */
  public record Result(double loss, double gradientNorm, long tokens, StepTimes times) {}

  /**
   * Initializes a model from a seed and gives it an optimizer.
   *
   * @param manager owns the model; closed with this learner
   */
  public Learner(NDManager manager, Gpt gpt, AdamW.Settings settings, long seed) {
    this(manager, gpt, settings, seed, SingleThreads.available());
  }

  /**
   * As the other, with a number of threads that may share a batch's rows.
   *
   * @param rowThreads at least 1; with 1, libtorch shares out each operation among its threads
   */
  public Learner(NDManager manager, Gpt gpt, AdamW.Settings settings, long seed, int rowThreads) {
    this.manager = manager;
    this.gpt = gpt;
    this.seeds = new Seeds(seed);
    seeds.seedEngine(Seeds.Purpose.INITIALIZATION, 0, 0);
    if (!gpt.isInitialized()) {
      gpt.initialize(manager, DataType.FLOAT32);
    }
    optimizer = new AdamW(gpt.namedParameters(), settings, gpt.kernels(), manager);
    gradients = new BatchGradients(manager, gpt, rowThreads);
  }

  /**
   * One optimizer step over the micro-batches taken together: their gradients are weighted by the
   * positions that count, so that they equal those of one large batch.
   *
   * @param step number of the step, from 0; with the seed it fixes the dropout
   * @throws InputException if the loss or the gradient is not finite; the model is then unchanged
   */
  public Result step(long step, List<Batch> microBatches, double learningRate) {
    Torch.recordNothing();
    long counted = microBatches.stream().mapToLong(Batch::counted).sum();
    if (counted == 0) {
      throw new InputException("step " + step + ": no position of the batch counts");
    }
    double mean, norm = Double.NaN;
    StepTimes times;
    try (NDManager scope = manager.newSubManager()) {
      BatchGradients.Sum sum = accumulate(step, microBatches, counted, scope);
      mean = sum.loss() / counted;
      if (Double.isFinite(mean)) {
        long began = System.nanoTime();
        norm = optimizer.step(named(sum.gradients()), learningRate);
        times = sum.times().plus(new StepTimes(0, 0, (System.nanoTime() - began) / 1e9));
      } else {
        times = sum.times();
      }
    }
    if (!Double.isFinite(mean) || !Double.isFinite(norm)) {
      throw new InputException(
          (Double.isFinite(mean) ? "the gradient's norm became " + norm : "the loss became " + mean)
              + " at step "
              + step
              + "; the learning rate "
              + learningRate
              + " is probably too high: lower --lr");
    }
    return new Result(mean, norm, counted, times);
  }

  /** Gradients and loss over all micro-batches. */
  private BatchGradients.Sum accumulate(
      long step, List<Batch> microBatches, long counted, NDManager scope) {
    BatchGradients.Sum total = null;
    for (int micro = 0; micro < microBatches.size(); micro++) {
      seeds.seedEngine(Seeds.Purpose.DROPOUT, step, micro);
      BatchGradients.Sum sum = gradients.of(microBatches.get(micro), counted, scope);
      total = total == null ? sum : total.plus(sum, gpt.kernels());
    }
    return total;
  }

  private Map<String, NDArray> named(List<NDArray> arrays) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    Iterator<String> names = gpt.namedParameters().keySet().iterator();
    arrays.forEach(a -> named.put(names.next(), a));
    return named;
  }

  /** The model. */
  public Gpt gpt() {
    return gpt;
  }

  /** The optimizer. */
  public AdamW optimizer() {
    return optimizer;
  }

  /** The manager that owns model and optimizer. */
  public NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    gradients.close();
    optimizer.close();
    manager.close();
  }
}

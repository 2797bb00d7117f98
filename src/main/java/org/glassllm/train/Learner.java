package org.glassllm.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.model.Gpt;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.Seeds;
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
  private final CrossEntropy loss;
  private final ParameterStore store;
  private final Seeds seeds;

  /**
   * What one step saw.
   *
   * @param loss mean cross-entropy over the positions that count, in nats
   * @param gradientNorm global norm before clipping
   * @param tokens positions that counted
   */
  public record Result(double loss, double gradientNorm, long tokens) {}

  /**
   * Initializes a model from a seed and gives it an optimizer.
   *
   * @param manager owns the model; closed with this learner
   */
  public Learner(NDManager manager, Gpt gpt, AdamW.Settings settings, long seed) {
    this.manager = manager;
    this.gpt = gpt;
    this.seeds = new Seeds(seed);
    seeds.seedEngine(Seeds.Purpose.INITIALIZATION, 0, 0);
    if (!gpt.isInitialized()) {
      gpt.initialize(manager, DataType.FLOAT32);
    }
    gpt.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
    optimizer = new AdamW(gpt.namedParameters(), settings, gpt.kernels(), manager);
    loss = new CrossEntropy(gpt.kernels());
    store = new ParameterStore(manager, false);
  }

  /**
   * One optimizer step over the micro-batches taken together: their gradients are weighted by the
   * positions that count, so that they equal those of one large batch.
   *
   * @param step number of the step, from 0; with the seed it fixes the dropout
   * @throws InputException if the loss or the gradient is not finite; the model is then unchanged
   */
  public Result step(long step, List<Batch> microBatches, double learningRate) {
    long counted = microBatches.stream().mapToLong(Batch::counted).sum();
    if (counted == 0) {
      throw new InputException("step " + step + ": no position of the batch counts");
    }
    double total = 0;
    for (int micro = 0; micro < microBatches.size(); micro++) {
      seeds.seedEngine(Seeds.Purpose.DROPOUT, step, micro);
      total += accumulate(microBatches.get(micro), counted);
    }
    double mean = total / counted;
    double norm = Double.NaN;
    if (Double.isFinite(mean)) {
      try (NDManager scope = manager.newSubManager()) {
        norm = optimizer.step(gradients(scope), learningRate);
      }
    }
    clearGradients();
    if (!Double.isFinite(mean) || !Double.isFinite(norm)) {
      throw new InputException(
          (Double.isFinite(mean) ? "the gradient's norm became " + norm : "the loss became " + mean)
              + " at step "
              + step
              + "; the learning rate "
              + learningRate
              + " is probably too high: lower --lr");
    }
    return new Result(mean, norm, counted);
  }

  private double accumulate(Batch batch, long counted) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray logits = gpt.logits(store, batch.inputArray(scope), true); // (B, T, V)
      NDArray sum = loss.sum(logits, batch.targetArray(scope));
      collector.backward(sum.div(Scalars.of(counted, sum)));
      return sum.toType(DataType.FLOAT64, false).getDouble();
    }
  }

  /** The gradients that have gathered, as arrays of a manager. */
  private Map<String, NDArray> gradients(NDManager scope) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    for (Map.Entry<String, Parameter> e : gpt.namedParameters().entrySet()) {
      NDArray gradient = e.getValue().getArray().getGradient();
      gradient.attach(scope);
      all.put(e.getKey(), gradient);
    }
    return all;
  }

  private void clearGradients() {
    try (NDManager scope = manager.newSubManager()) {
      // not by multiplying with 0: a NaN would stay
      gradients(scope).values().forEach(g -> g.set(new NDIndex("..."), 0));
    }
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
    optimizer.close();
    manager.close();
  }
}

package org.glassllm.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
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
  private final List<NDArray> parameters = new ArrayList<>();

  /**
   * What one step saw.
   *
   * @param loss mean cross-entropy over the positions that count, in nats
   * @param gradientNorm global norm before clipping
   * @param tokens positions that counted
   * @param times where the time went
   */
  public record Result(double loss, double gradientNorm, long tokens, StepTimes times) {}

  /** A micro-batch's part: the sum of its losses, and where the time went. */
  private record Part(double loss, StepTimes times) {}

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
    for (Parameter p : gpt.namedParameters().values()) {
      p.getArray().setRequiresGradient(true);
      parameters.add(p.getArray());
    }
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
    Torch.recordNothing();
    long counted = microBatches.stream().mapToLong(Batch::counted).sum();
    if (counted == 0) {
      throw new InputException("step " + step + ": no position of the batch counts");
    }
    double mean, norm = Double.NaN;
    StepTimes times = StepTimes.NONE;
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> gradients = new ArrayList<>();
      double total = 0;
      for (int micro = 0; micro < microBatches.size(); micro++) {
        seeds.seedEngine(Seeds.Purpose.DROPOUT, step, micro);
        Part part = accumulate(microBatches.get(micro), counted, gradients, scope);
        total += part.loss();
        times = times.plus(part.times());
      }
      mean = total / counted;
      if (Double.isFinite(mean)) {
        long began = System.nanoTime();
        norm = optimizer.step(byName(gradients), learningRate);
        times = times.plus(StepTimes.ofOptimizer(began, System.nanoTime()));
      }
    }
    if (!Double.isFinite(mean) || !Double.isFinite(norm)) {
      throw new InputException(
          (Double.isFinite(mean) ? "the gradient's norm became " + norm : "the loss became " + mean)
              + " at step "
              + step
              + "; the learning rate "
              + learningRate
              + " is probably too high: begin a new run with a lower --lr");
    }
    return new Result(mean, norm, counted, times);
  }

  /** Adds a micro-batch's gradients to the sums. */
  @SuppressWarnings("try") // the collector is there to be open: autograd records while it is
  private Part accumulate(Batch batch, long counted, List<NDArray> sums, NDManager stepScope) {
    try (NDManager scope = stepScope.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      long began = System.nanoTime();
      NDArray logits = gpt.logits(store, batch.inputArray(scope), true); // (B, T, V)
      NDArray sum = loss.sum(logits, batch.targetArray(scope));
      double value = sum.toType(DataType.FLOAT64, false).getDouble();
      long forward = System.nanoTime();
      NDArray share = Scalars.times(sum, 1.0 / counted);
      List<NDArray> gradients = gpt.kernels().gradients(share, parameters);
      if (sums.isEmpty()) {
        gradients.forEach(g -> g.attach(stepScope));
        sums.addAll(gradients);
      } else {
        gpt.kernels().addAll(sums, gradients);
      }
      return new Part(value, StepTimes.ofPasses(began, forward, System.nanoTime()));
    }
  }

  private Map<String, NDArray> byName(List<NDArray> gradients) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    int i = 0;
    for (String name : gpt.namedParameters().keySet()) {
      all.put(name, gradients.get(i++));
    }
    return all;
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

package org.glassllm.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.batch.Batch;
import org.glassllm.loss.NextToken;
import org.glassllm.loss.Objective;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Network;
import org.glassllm.model.Pass;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.Seeds;

/**
 * Takes optimizer steps that train parameters of a network to minimize an objective.
 *
 * <p>One manager owns all arrays of a step and is closed after the step; only Java values remain.
 * Any thread may use a learner, but only one thread at a time.
 *
 * @param <B> the type of a batch
 */
public final class Learner<B> implements AutoCloseable {
  private final NDManager manager;
  private final Network network;
  private final Objective<B> objective;
  private final AdamW optimizer;
  private final Seeds seeds;
  private final double weightDecay;
  private final List<NDArray> trained = new ArrayList<>();

  /**
   * The loss and the gradient norm of one step.
   *
   * @param loss mean loss over the counted positions, in nats
   * @param gradientNorm gradient norm before clipping
   * @param tokens number of tokens whose predictions the loss used
   */
  public record Result(double loss, double gradientNorm, long tokens) {}

  /**
   * Creates a learner. Initializes the network if the network has no values.
   *
   * @param manager owner of the network; closed together with this learner, or if the constructor
   *     throws an exception
   * @param network the network that is trained
   * @param objective the loss to minimize
   * @param trained returns the trained parameters of the initialized network, by name; all other
   *     parameters stay fixed
   * @param seed determines the initial values and all dropout
   */
  public Learner(
      NDManager manager,
      Network network,
      Objective<B> objective,
      Supplier<Map<String, Parameter>> trained,
      AdamW.Settings settings,
      long seed) {
    this.manager = manager;
    this.network = network;
    this.objective = objective;
    seeds = new Seeds(seed);
    weightDecay = settings.weightDecay();
    try {
      if (!network.isInitialized()) {
        network.initialize(manager, seed);
      }
      network.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(false));
      Map<String, Parameter> chosen = trained.get();
      for (Parameter p : chosen.values()) {
        p.getArray().setRequiresGradient(true);
        this.trained.add(p.getArray());
      }
      optimizer = new AdamW(chosen, settings, network.kernels(), manager);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Returns a learner that trains a language model to predict the next token. The trained
   * parameters are {@link Network#trainedParameters}.
   */
  public static Learner<Batch> pretraining(
      NDManager manager, LanguageModel model, AdamW.Settings settings, long seed) {
    return new Learner<>(
        manager, model, new NextToken(model), model::trainedParameters, settings, seed);
  }

  /**
   * Takes one optimizer step with gradient accumulation over micro-batches. The gradient of each
   * micro-batch is weighted by its number of counted positions. The accumulated gradient therefore
   * equals that of one large batch.
   *
   * @param step index of the step, from 0; part of the seed of the dropout masks
   * @throws DivergedException if the loss or the gradient norm is not finite; the parameters are
   *     then unchanged
   */
  public Result step(long step, List<B> microBatches, double learningRate) {
    return step(step, microBatches, learningRate, Progress.NONE);
  }

  /**
   * Takes a step and reports progress after each micro-batch. If the report throws an exception,
   * the step ends and the parameters stay unchanged.
   */
  Result step(long step, List<B> microBatches, double learningRate, Progress progress) {
    Autograd.off();
    long counted = microBatches.stream().mapToLong(objective::count).sum();
    if (counted == 0) {
      throw new InputException(
          "step %s: all targets of the batch are ignored, at least one must count; use other data",
          step);
    }
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> gradients = new ArrayList<>();
      double sum = 0;
      for (int micro = 0; micro < microBatches.size(); micro++) {
        progress.at(micro, microBatches.size());
        sum += accumulate(step, micro, microBatches.get(micro), counted, gradients, scope);
      }
      double loss = requireFinite("the loss", sum / counted, step, learningRate);
      double norm = optimizer.step(gradients, learningRate);
      requireFinite("the gradient norm", norm, step, learningRate);
      return new Result(loss, norm, microBatches.stream().mapToLong(objective::tokens).sum());
    }
  }

  /** Adds the gradients of a micro-batch to {@code sums}; returns the sum of the loss. */
  private double accumulate(
      long step, int micro, B batch, long counted, List<NDArray> sums, NDManager stepScope) {
    try (NDManager scope = stepScope.newSubManager()) {
      NDArray sum = forward(step, micro, batch, scope);
      List<NDArray> gradients = backward(sum, counted);
      if (sums.isEmpty()) {
        gradients.forEach(g -> g.attach(stepScope));
        sums.addAll(gradients);
      } else {
        Autograd.addAll(sums, gradients);
      }
      return sum.toType(DataType.FLOAT64, false).getDouble();
    }
  }

  /**
   * Returns the sum of a micro-batch's loss, recorded by autograd.
   *
   * @param scope the manager that owns all arrays of the forward pass
   */
  @SuppressWarnings("try") // autograd records until the resource is closed
  public NDArray forward(long step, int micro, B batch, NDManager scope) {
    return seeds.drawing(
        Seeds.Purpose.DROPOUT,
        step,
        micro,
        () -> {
          try (Autograd.Recording recording = Autograd.record()) {
            return objective.sum(Pass.of(scope, network.kernels(), true), batch);
          }
        });
  }

  /** Returns the gradients of {@code sum / counted} for the trained parameters. */
  @SuppressWarnings("try") // autograd records until the resource is closed
  public List<NDArray> backward(NDArray sum, long counted) {
    try (Autograd.Recording recording = Autograd.record()) {
      return Autograd.gradients(Scalars.times(sum, 1.0 / counted), trained);
    }
  }

  /** Throws an exception if a number in a trained parameter or in a moment is not finite. */
  void requireFinite(long step, double learningRate) {
    Autograd.off();
    List<NDArray> arrays = new ArrayList<>(trained);
    arrays.addAll(optimizer.firstMoments().values());
    arrays.addAll(optimizer.secondMoments().values());
    for (NDArray array : arrays) {
      try (NDArray sum = array.sum()) { // not finite if any number is not
        double value = sum.toArray()[0].doubleValue();
        requireFinite("a parameter or moment", value, step, learningRate);
      }
    }
  }

  /** Returns {@code value}; throws an exception if it is not finite. */
  double requireFinite(String what, double value, long step, double learningRate) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(what, value, step, learningRate, learningRate * weightDecay);
    }
    return value;
  }

  /** Returns the network. */
  public Network network() {
    return network;
  }

  /** Returns the optimizer. */
  public AdamW optimizer() {
    return optimizer;
  }

  /** Returns the manager that owns the network and the optimizer's moments. */
  public NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
  }
}

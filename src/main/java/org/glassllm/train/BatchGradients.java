package org.glassllm.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.glassllm.batch.Batch;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.model.Gpt;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.SingleThreads;
import org.glassllm.tensor.Torch;

/**
 * Loss and gradients of a batch, whose rows may be shared out among threads.
 *
 * <p>Libtorch shares out each operation, so that all threads wait for each other some hundred times
 * a step. In a small model that costs more than the arithmetic. Threads that take some rows each
 * through the whole model meet once, to add their gradients.
 */
final class BatchGradients implements AutoCloseable {
  private static final int LEAST_TOKENS = 256;

  private final NDManager manager;
  private final Gpt gpt;
  private final CrossEntropy loss;
  private final ParameterStore store;
  private final List<NDArray> parameters;
  private final int threadCount;
  private SingleThreads threads;

  /**
   * The sum over the rows of some batches.
   *
   * @param loss sum of the cross-entropy, in nats
   * @param gradients of the loss divided by all positions that count, in the parameters' order
   * @param times how long that took, without an optimizer
   */
  record Sum(double loss, List<NDArray> gradients, StepTimes times) {
    /** Adds another, whose arrays are then closed. */
    Sum plus(Sum other, Kernels kernels) {
      kernels.addAll(gradients, other.gradients);
      other.gradients.forEach(NDArray::close);
      return new Sum(loss + other.loss, gradients, times.plus(other.times));
    }
  }

  /**
   * @param manager owns the model
   * @param gpt the model
   * @param threads how many may share a batch's rows
   */
  BatchGradients(NDManager manager, Gpt gpt, int threads) {
    this.manager = manager;
    this.gpt = gpt;
    loss = new CrossEntropy(gpt.kernels());
    store = new ParameterStore(manager, false);
    parameters = gpt.namedParameters().values().stream().map(Parameter::getArray).toList();
    parameters.forEach(p -> p.setRequiresGradient(true));
    threadCount = threads;
  }

  /**
   * The gradients of one batch.
   *
   * @param counted what the loss is divided by
   * @param scope owns the gradients
   */
  @SuppressWarnings("try") // the collector is only held open
  Sum of(Batch batch, long counted, NDManager scope) {
    try (GradientCollector collector = Torch.engine().newGradientCollector()) {
      int parts = parts(batch);
      if (parts == 1) {
        return part(batch, counted, scope);
      }
      if (threads == null) {
        threads = new SingleThreads(threadCount);
      }
      List<Callable<Sum>> tasks = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        int from = i * batch.rows() / parts, to = (i + 1) * batch.rows() / parts;
        tasks.add(() -> part(batch.rows(from, to), counted, scope));
      }
      // always in the same order: the sum of floats depends on it
      Sum sum =
          threads.run(tasks).stream().reduce((a, b) -> a.plus(b, gpt.kernels())).orElseThrow();
      return new Sum(sum.loss(), sum.gradients(), sum.times().times(1.0 / parts)); // side by side
    }
  }

  /**
   * How many threads share a batch. One if there is dropout: the threads would take turns at the
   * generator of random numbers in an order that nobody knows. One if a thread would have few
   * tokens: then each thread's own copy of the gradients costs more than waiting does.
   */
  private int parts(Batch batch) {
    boolean possible =
        gpt.config().dropout() == 0
            && gpt.kernels().concurrent()
            && manager.getDevice().equals(Device.cpu())
            && batch.rows() * batch.tokens() / threadCount >= LEAST_TOKENS;
    return possible ? Math.min(threadCount, batch.rows()) : 1;
  }

  private Sum part(Batch batch, long counted, NDManager scope) {
    try (NDManager inner = manager.newSubManager()) {
      long began = System.nanoTime();
      NDArray logits = gpt.logits(store, batch.inputArray(inner), true); // (B, T, V)
      NDArray sum = loss.sum(logits, batch.targetArray(inner));
      double value = sum.toType(DataType.FLOAT64, false).getDouble();
      long forward = System.nanoTime();
      NDArray mean = Scalars.times(sum, 1.0 / counted);
      List<NDArray> gradients = gpt.kernels().gradients(mean, parameters);
      gradients.forEach(g -> g.attach(scope));
      long backward = System.nanoTime();
      StepTimes times = new StepTimes((forward - began) / 1e9, (backward - forward) / 1e9, 0);
      return new Sum(value, gradients, times);
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.close();
    }
  }
}

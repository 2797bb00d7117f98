package org.glassllm.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.BatchStream;
import org.glassllm.batch.TokenSource;
import org.glassllm.batch.WindowPlan;
import org.glassllm.model.LanguageModel;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;

/** Trains one model on random tokens and records the time of each step. */
final class TimedTraining implements AutoCloseable {
  private static final int CORPUS = 100_000;

  private final BenchmarkSetting setting;
  private final String kernels;
  private final Precision precision;
  private final Learner<Batch> learner;
  private final BatchStream<Batch> batches;
  private final List<double[]> seconds = new ArrayList<>(); // total, data, forward, … optimizer
  private long step;

  TimedTraining(BenchmarkSetting setting, String kernels, Precision precision, Device device) {
    this.setting = setting;
    this.kernels = kernels;
    this.precision = precision;
    LanguageModel model = setting.model(Kernels.named(kernels, precision));
    learner = Learner.pretraining(Torch.manager(device), model, AdamW.Settings.GPT3, 1);
    Seeds seeds = new Seeds(1);
    int vocab = setting.config().vocabSize();
    TokenSource corpus =
        TokenSource.of(seeds.random(Seeds.Purpose.DATA, 0, 0).ints(CORPUS, 0, vocab).toArray());
    WindowPlan plan = WindowPlan.random(CORPUS, setting.batch(), setting.tokens(), seeds);
    batches = new BatchStream<>(BatchSource.windows(corpus, plan, setting.tokens()), 0, 1);
  }

  /** Takes two steps, which compile and allocate; returns the seconds of the second step. */
  double warmUp() {
    train(2);
    double last = seconds.get(seconds.size() - 1)[0];
    seconds.clear();
    return last;
  }

  /** Takes {@code steps} optimizer steps. */
  void train(int steps) {
    for (int i = 0; i < steps; i++) {
      seconds.add(step());
    }
  }

  /** Takes the same step as {@link Learner#step}; returns the seconds of each phase. */
  private double[] step() {
    Autograd.off();
    long began = System.nanoTime(), batched, forward, backward;
    try (NDManager scope = learner.manager().newSubManager()) {
      Batch batch = batches.next();
      batched = System.nanoTime();
      NDArray sum = learner.forward(step++, 0, batch, scope);
      sum.getFloat(); // waits until the GPU has computed the sum
      forward = System.nanoTime();
      List<NDArray> gradients = learner.backward(sum, batch.counted());
      Torch.await(gradients.get(0)); // a GPU computes in order
      backward = System.nanoTime();
      learner.optimizer().step(gradients, 1e-4);
      Torch.await(gradients.get(0));
    }
    long ended = System.nanoTime();
    return new double[] {
      (ended - began) / 1e9,
      (batched - began) / 1e9,
      (forward - batched) / 1e9,
      (backward - forward) / 1e9,
      (ended - backward) / 1e9
    };
  }

  /** Trains for at least the given time in seconds; returns the throughput in tokens per second. */
  double tokensPerSecond(double atLeastSeconds) {
    long began = System.nanoTime();
    int steps = 0;
    for (; secondsSince(began) < atLeastSeconds; steps++) {
      train(1);
    }
    return steps * setting.batch() * setting.tokens() / secondsSince(began);
  }

  /** Returns the medians over all steps after the warm-up. */
  BenchmarkResult result() {
    double step = median(0);
    return new BenchmarkResult(
        setting.label(),
        kernels,
        precision,
        setting.batch() * setting.tokens() / step,
        setting.flopsPerStep() / step,
        median(2) / step,
        median(3) / step,
        median(4) / step,
        median(1) / step,
        step);
  }

  private double median(int column) {
    return StatUtils.percentile(seconds.stream().mapToDouble(s -> s[column]).toArray(), 50);
  }

  private static double secondsSince(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  @Override
  public void close() {
    batches.close();
    learner.close();
  }
}

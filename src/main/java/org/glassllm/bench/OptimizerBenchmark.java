package org.glassllm.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.model.Gpt;
import org.glassllm.tensor.FusedKernels;
import org.glassllm.tensor.Kernels.AdamWArrays;
import org.glassllm.tensor.Kernels.AdamWSettings;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;

/**
 * Measures AdamW alone on a model's parameters, in turns with the memory bandwidth. The update does
 * so little arithmetic that memory traffic determines its time.
 */
final class OptimizerBenchmark {
  private static final double SECONDS = 3;
  private static final int MOST_ROUNDS = 50;
  private static final int LEAST_ROUNDS = 5;

  private final FusedKernels kernels = FusedKernels.of(Precision.FLOAT32);
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> gradients = new ArrayList<>();
  private final List<NDArray> firstMoments = new ArrayList<>();
  private final List<NDArray> secondMoments = new ArrayList<>();
  private final List<double[]> seconds = new ArrayList<>(); // addition, norm, update, with clipping
  private long steps;

  private OptimizerBenchmark() {}

  /** Measures for about three seconds. */
  static OptimizerResult run(BenchmarkSetting setting, Device device) {
    Torch.recordNothing();
    OptimizerBenchmark benchmark = new OptimizerBenchmark();
    try (NDManager manager = Torch.manager(device)) {
      Gpt gpt = new Gpt(setting.config(), benchmark.kernels);
      gpt.initialize(manager, DataType.FLOAT32);
      gpt.namedParameters().values().forEach(p -> benchmark.add(manager, p.getArray()));
      MemoryYardstick yardstick = new MemoryYardstick(manager);
      long began = System.nanoTime();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        benchmark.turn(yardstick);
        if (round + 1 >= LEAST_ROUNDS && System.nanoTime() - began > SECONDS * 1e9) {
          break;
        }
      }
      return new OptimizerResult(
          setting.label(),
          gpt.parameterCount(),
          MemoryYardstick.BYTES / benchmark.median(0),
          benchmark.median(1),
          benchmark.median(2),
          benchmark.median(3));
    }
  }

  private void add(NDManager manager, NDArray weight) {
    weights.add(weight);
    gradients.add(manager.randomNormal(weight.getShape()));
    firstMoments.add(manager.zeros(weight.getShape()));
    secondMoments.add(manager.zeros(weight.getShape()));
  }

  private void turn(MemoryYardstick yardstick) {
    // the yardstick also evicts the caches before each measurement
    double[] turn = new double[4];
    turn[0] = yardstick.seconds();
    turn[1] = seconds(() -> kernels.globalNorm(gradients), gradients.get(0));
    yardstick.seconds();
    turn[2] = seconds(() -> update(1), weights.get(0));
    yardstick.seconds();
    turn[3] = seconds(() -> update(0.999), weights.get(0)); // a scale of 1 takes another path
    seconds.add(turn);
  }

  private void update(double scale) {
    AdamWArrays arrays = new AdamWArrays(weights, gradients, firstMoments, secondMoments);
    kernels.adamW(arrays, new AdamWSettings(1e-4, 0.9, 0.95, 1e-8, 0.1, scale), ++steps);
  }

  private double seconds(Runnable work, NDArray result) {
    long began = System.nanoTime();
    work.run();
    kernels.await(result);
    return (System.nanoTime() - began) / 1e9;
  }

  private double median(int column) {
    return StatUtils.percentile(seconds.stream().mapToDouble(s -> s[column]).toArray(), 50);
  }
}

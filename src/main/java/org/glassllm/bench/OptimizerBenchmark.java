package org.glassllm.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.model.LanguageModel;
import org.glassllm.optim.AdamW;
import org.glassllm.optim.GradientNorm;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;

/**
 * Measures the time of AdamW on a model's parameters, in turns with the memory bandwidth. An update
 * needs few FLOPs per byte, so the memory bandwidth determines its time.
 */
public final class OptimizerBenchmark {
  private static final double SECONDS = 3;
  private static final int MOST_ROUNDS = 50;
  private static final int LEAST_ROUNDS = 5;

  private final AdamW optimizer;
  private final NDArray weight;
  private final List<NDArray> gradients;
  private final List<double[]> seconds =
      new ArrayList<>(); // addition, norm, update, clipped update

  /**
   * The time of AdamW on the parameters of one setting, as medians of interleaved turns.
   *
   * @param setting label of the setting
   * @param parameters number of parameters
   * @param bandwidth memory bandwidth in bytes per second, from {@code x += y} in the same turns
   * @param normSeconds seconds of the gradient norm, which reads 4 bytes per parameter
   * @param updateSeconds seconds of the update, which moves 28 bytes per parameter
   * @param clippedSeconds seconds of an update with gradient clipping, which moves 32 bytes per
   *     parameter
   */
  public record Result(
      String setting,
      long parameters,
      double bandwidth,
      double normSeconds,
      double updateSeconds,
      double clippedSeconds) {
    /** Bytes per parameter: reads weight, gradient and two moments, writes weight and moments. */
    private static final double BYTES = 7 * Float.BYTES;

    /**
     * Returns the minimum seconds of an update without caches, which is bytes divided by bandwidth.
     */
    public double boundSeconds() {
      return BYTES * parameters / bandwidth;
    }
  }

  private OptimizerBenchmark(LanguageModel model, NDManager manager) {
    optimizer = new AdamW(model.namedParameters(), AdamW.Settings.GPT3, Kernels.FUSED, manager);
    List<NDArray> weights =
        model.namedParameters().values().stream().map(p -> p.getArray()).toList();
    weight = weights.get(0);
    gradients = weights.stream().map(w -> manager.randomNormal(w.getShape())).toList();
  }

  /** Measures AdamW on the parameters of a setting for about three seconds. */
  public static Result run(BenchmarkSetting setting, Device device) {
    Autograd.off();
    try (NDManager manager = Torch.manager(device)) {
      LanguageModel model = setting.model(Kernels.FUSED);
      model.initialize(manager, DataType.FLOAT32);
      OptimizerBenchmark benchmark = new OptimizerBenchmark(model, manager);
      MemoryYardstick yardstick = new MemoryYardstick(manager);
      long began = System.nanoTime();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        benchmark.turn(yardstick);
        if (round + 1 >= LEAST_ROUNDS && System.nanoTime() - began > SECONDS * 1e9) {
          break;
        }
      }
      return new Result(
          setting.label(),
          model.parameterCount(),
          MemoryYardstick.BYTES / benchmark.median(0),
          benchmark.median(1),
          benchmark.median(2),
          benchmark.median(3));
    }
  }

  private void turn(MemoryYardstick yardstick) {
    // the yardstick also evicts caches before each measurement
    double[] turn = new double[4];
    turn[0] = yardstick.seconds();
    turn[1] = Torch.seconds(() -> GradientNorm.of(Kernels.FUSED, gradients), gradients.get(0));
    yardstick.seconds();
    turn[2] = Torch.seconds(() -> optimizer.update(gradients, 1e-4, 1), weight);
    yardstick.seconds();
    // a scale of 1 would skip the scaling
    turn[3] = Torch.seconds(() -> optimizer.update(gradients, 1e-4, 0.999), weight);
    seconds.add(turn);
  }

  private double median(int column) {
    return StatUtils.percentile(seconds.stream().mapToDouble(s -> s[column]).toArray(), 50);
  }
}

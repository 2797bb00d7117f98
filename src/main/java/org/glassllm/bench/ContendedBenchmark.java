package org.glassllm.bench;

import ai.djl.Device;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;

/**
 * Measures training throughput on a quiet machine and with one busy loop per processor, in turns.
 */
public final class ContendedBenchmark {
  private static final int ROUNDS = 5;
  private static final double TURN_SECONDS = 2;

  private ContendedBenchmark() {}

  /**
   * The median throughputs of all turns.
   *
   * @param setting label of the setting
   * @param threads number of libtorch's threads for one operation
   * @param spinCount value of the environment variable {@code GOMP_SPINCOUNT}, or "default"
   * @param busyLoops number of threads that compete for the processors
   * @param quietTokensPerSecond throughput without busy loops
   * @param busyTokensPerSecond throughput with busy loops
   */
  public record Result(
      String setting,
      int threads,
      String spinCount,
      int busyLoops,
      double quietTokensPerSecond,
      double busyTokensPerSecond) {
    /** Returns the busy throughput divided by the quiet throughput. */
    public double busyShare() {
      return busyTokensPerSecond / quietTokensPerSecond;
    }
  }

  /** Measures the fused kernels in float32 for about 25 seconds. */
  public static Result run(BenchmarkSetting setting, Device device) {
    return run(setting, device, ROUNDS, TURN_SECONDS);
  }

  static Result run(BenchmarkSetting setting, Device device, int rounds, double turnSeconds) {
    int loops = Runtime.getRuntime().availableProcessors();
    double[] quiet = new double[rounds];
    double[] busy = new double[rounds];
    try (TimedTraining training = new TimedTraining(setting, "fused", Precision.FLOAT32, device)) {
      training.tokensPerSecond(turnSeconds); // warm-up
      for (int round = 0; round < rounds; round++) {
        quiet[round] = training.tokensPerSecond(turnSeconds);
        busy[round] = besideLoops(loops, () -> training.tokensPerSecond(turnSeconds));
      }
    }
    return new Result(
        setting.label(),
        Torch.threads(),
        Optional.ofNullable(System.getenv("GOMP_SPINCOUNT")).orElse("default"),
        loops,
        StatUtils.percentile(quiet, 50),
        StatUtils.percentile(busy, 50));
  }

  /** Returns the result of a measurement while {@code count} threads keep a processor busy each. */
  private static double besideLoops(int count, DoubleSupplier measurement) {
    AtomicBoolean stopped = new AtomicBoolean();
    List<Thread> loops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread loop = new Thread(() -> spin(stopped), "busy-loop-" + i);
      loop.setDaemon(true);
      loop.start();
      loops.add(loop);
    }
    try {
      return measurement.getAsDouble();
    } finally {
      stopped.set(true);
      loops.forEach(Uninterruptibles::joinUninterruptibly);
    }
  }

  private static void spin(AtomicBoolean stopped) {
    while (!stopped
        .get()) {} // no onSpinWait: it slows this loop in favour of the core's other hardware
    // thread
  }
}

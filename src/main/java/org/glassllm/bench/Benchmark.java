package org.glassllm.bench;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.tensor.Precision;

/**
 * Measures the training throughput of all kernels and precisions in one setting. Each throughput
 * can be compared with the peak of the machine.
 *
 * <p>The candidates take turns of a few steps each, so that background load affects all candidates
 * equally. The results are medians.
 */
public final class Benchmark {
  /** Maximum time of one setting in seconds, model creation included. */
  private static final double SECONDS = 40;

  private static final int MOST_ROUNDS = 40;
  private static final int LEAST_ROUNDS = 3;
  private static final double TURN_SECONDS = 0.5;
  private static final int MOST_STEPS = 20;

  private final Device device;
  private final MachinePeak peak;
  private final boolean fastHalf;

  /** Creates a benchmark; measures the peak of each precision and the memory bandwidth. */
  public Benchmark(Device device) {
    this.device = device;
    peak = new MachinePeak(device);
    fastHalf = peak.flops(Precision.BFLOAT16) > peak.flops(Precision.FLOAT32);
  }

  /** Returns the best peak measured so far; each round of a run measures the peak again. */
  public MachinePeak peak() {
    return peak;
  }

  /**
   * Measures a setting in less than a minute. The candidates are readable and fused kernels in
   * float32. If bfloat16 is faster than float32 on this machine, fused kernels in bfloat16 are a
   * third candidate.
   */
  public List<BenchmarkResult> run(BenchmarkSetting setting) {
    long began = System.nanoTime();
    List<TimedTraining> candidates = new ArrayList<>();
    try {
      candidates.add(new TimedTraining(setting, "readable", Precision.FLOAT32, device));
      candidates.add(new TimedTraining(setting, "fused", Precision.FLOAT32, device));
      if (fastHalf) {
        candidates.add(new TimedTraining(setting, "fused", Precision.BFLOAT16, device));
      }
      double slowest = candidates.stream().mapToDouble(c -> c.warmUp()).max().orElseThrow();
      int steps = (int) Math.max(1, Math.min(MOST_STEPS, TURN_SECONDS / slowest));
      long warm = System.nanoTime();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        candidates.forEach(c -> c.train(steps));
        peak.measureAgain();
        double roundSeconds = (System.nanoTime() - warm) / 1e9 / (round + 1);
        double nextEnd = (System.nanoTime() - began) / 1e9 + roundSeconds;
        if (round + 1 >= LEAST_ROUNDS && nextEnd > SECONDS) {
          break;
        }
      }
      peak.measureBandwidth();
      return candidates.stream().map(TimedTraining::result).toList();
    } finally {
      candidates.forEach(TimedTraining::close);
    }
  }
}

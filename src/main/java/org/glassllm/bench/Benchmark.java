package org.glassllm.bench;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.batch.BatchStream;
import org.glassllm.batch.TokenSource;
import org.glassllm.batch.WindowPlan;
import org.glassllm.model.Gpt;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;

/**
 * Training speed of all kernels and precisions in one setting, against the machine's own peak.
 *
 * <p>The ways of computing take turns, a few steps each, and medians count: whatever else the
 * machine does meanwhile hits all of them alike.
 */
public final class Benchmark {
  /** Of a setting, from the making of its models on. */
  private static final double SECONDS = 40;

  private static final int MOST_ROUNDS = 40;
  private static final int LEAST_ROUNDS = 3;
  private static final double TURN_SECONDS = 0.5;
  private static final int MOST_STEPS = 20;
  private static final int CORPUS = 100_000;

  private final Device device;
  private final MachinePeak peak;
  private final boolean fastHalf;

  /** Measures the machine's peak in each precision and its memory's speed. */
  public Benchmark(Device device) {
    this.device = device;
    peak = new MachinePeak(device);
    fastHalf = peak.flops(Precision.BFLOAT16) > peak.flops(Precision.FLOAT32);
  }

  /** What the machine reached at best until now; the runs measure it again between their turns. */
  public MachinePeak peak() {
    return peak;
  }

  /**
   * Measures a setting in less than a minute: readable, fused, and fused in bfloat16 where the
   * machine's bfloat16 is the faster one.
   */
  public List<BenchmarkResult> run(BenchmarkSetting setting) {
    long began = System.nanoTime();
    List<Contender> contenders = new ArrayList<>();
    try {
      contenders.add(new Contender(setting, "readable", Precision.FLOAT32));
      contenders.add(new Contender(setting, "fused", Precision.FLOAT32));
      if (fastHalf) {
        contenders.add(new Contender(setting, "fused", Precision.BFLOAT16));
      }
      double slowest = contenders.stream().mapToDouble(c -> c.warmUp()).max().orElseThrow();
      int steps = (int) Math.max(1, Math.min(MOST_STEPS, TURN_SECONDS / slowest));
      long warm = System.nanoTime();
      for (int round = 0; round < MOST_ROUNDS; round++) {
        contenders.forEach(c -> c.turn(steps));
        peak.measureAgain();
        double aRound = (System.nanoTime() - warm) / 1e9 / (round + 1);
        double whenNextEnds = (System.nanoTime() - began) / 1e9 + aRound;
        if (round + 1 >= LEAST_ROUNDS && whenNextEnds > SECONDS) {
          break;
        }
      }
      peak.measureBandwidth();
      return contenders.stream().map(Contender::result).toList();
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  /** Measures AdamW alone on the setting's parameters, for some seconds. */
  public OptimizerResult runOptimizer(BenchmarkSetting setting) {
    return OptimizerBenchmark.run(setting, device);
  }

  /** One way of computing: its model, its batches and the times of its steps. */
  private final class Contender implements AutoCloseable {
    private final BenchmarkSetting setting;
    private final String kernels;
    private final Precision precision;
    private final Learner learner;
    private final BatchStream batches;
    private final List<double[]> seconds = new ArrayList<>(); // whole, data, forward, … optimizer
    private long step;

    Contender(BenchmarkSetting setting, String kernels, Precision precision) {
      this.setting = setting;
      this.kernels = kernels;
      this.precision = precision;
      Gpt gpt = new Gpt(setting.config(), Kernels.named(kernels, precision));
      learner = new Learner(Torch.manager(device), gpt, AdamW.Settings.GPT3, 1);
      Seeds seeds = new Seeds(1);
      int vocab = setting.config().vocabSize();
      TokenSource corpus =
          TokenSource.of(seeds.random(Seeds.Purpose.DATA, 0, 0).ints(CORPUS, 0, vocab).toArray());
      WindowPlan plan = WindowPlan.random(CORPUS, setting.batch(), setting.tokens(), seeds);
      batches = new BatchStream(corpus, plan, setting.tokens(), 0, 1);
    }

    /** The first steps, which compile and allocate; returns the seconds of the last. */
    double warmUp() {
      turn(2);
      double last = seconds.get(seconds.size() - 1)[0];
      seconds.clear();
      return last;
    }

    void turn(int steps) {
      for (int i = 0; i < steps; i++) {
        long began = System.nanoTime();
        var batch = batches.next();
        double data = (System.nanoTime() - began) / 1e9;
        var times = learner.step(step++, List.of(batch), 1e-4).times();
        double whole = (System.nanoTime() - began) / 1e9;
        seconds.add(
            new double[] {whole, data, times.forward(), times.backward(), times.optimizer()});
      }
    }

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

    @Override
    public void close() {
      batches.close();
      learner.close();
    }
  }
}

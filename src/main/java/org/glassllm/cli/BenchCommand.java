package org.glassllm.cli;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.bench.Benchmark;
import org.glassllm.bench.BenchmarkResult;
import org.glassllm.bench.BenchmarkSetting;
import org.glassllm.bench.ContendedBenchmark;
import org.glassllm.bench.MachinePeak;
import org.glassllm.bench.OptimizerBenchmark;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass bench}. */
@Command(
    name = "bench",
    subcommands = BenchGenerateCommand.class,
    description = "Measure training speed and compare it with the peak of this machine.")
final class BenchCommand extends Subcommand {
  private static final Columns<OptimizerBenchmark.Result> OPTIMIZER =
      new Columns<OptimizerBenchmark.Result>()
          .add("AdamW", "setting", "%s", OptimizerBenchmark.Result::setting)
          .add("parameters", "parameters", "%,d", OptimizerBenchmark.Result::parameters)
          .add("x += y", "bandwidth_gb_per_s", "%.0f GB/s", r -> r.bandwidth() / 1e9)
          .add("bound ms", "bound_ms", "%.2f", r -> 1e3 * r.boundSeconds())
          .add("update ms", "update_ms", "%.2f", r -> 1e3 * r.updateSeconds())
          .add("clipped ms", "clipped_update_ms", "%.2f", r -> 1e3 * r.clippedSeconds())
          .add("norm ms", "norm_ms", "%.2f", r -> 1e3 * r.normSeconds());

  private static final Columns<ContendedBenchmark.Result> CONTENDED =
      new Columns<ContendedBenchmark.Result>()
          .add("setting", "setting", "%s", r -> r.setting())
          .add("threads", "threads", "%d", r -> r.threads())
          .add("GOMP_SPINCOUNT", "spin_count", "%s", r -> r.spinCount())
          .add("busy loops", "busy_loops", "%d", r -> r.busyLoops())
          .add("quiet tok/s", "quiet_tokens_per_s", "%,.0f", r -> r.quietTokensPerSecond())
          .add("busy tok/s", "busy_tokens_per_s", "%,.0f", r -> r.busyTokensPerSecond())
          .add("share", "busy_share", "%.1f%%", r -> r.busyShare());

  private record Report(
      Map<String, Double> peak,
      double bandwidthGbPerS,
      List<Map<String, Object>> results,
      List<Map<String, Object>> optimizers,
      double peakMemoryMib) {}

  @Option(
      names = "--settings",
      split = ",",
      paramLabel = "MODEL",
      description =
          "Models to measure, comma-separated: 0.8M, 10.8M, 124M. Each model takes less"
              + " than a minute. Default: all; with --contended only 0.8M.")
  private List<String> settings;

  @Option(
      names = "--contended",
      description =
          "Measure training speed on an idle machine, and while one busy loop per"
              + " processor runs.")
  private boolean contended;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    Device device = machine.device();
    List<BenchmarkSetting> chosen =
        settings != null
            ? settings.stream().map(BenchmarkSetting::labelled).toList()
            : contended ? List.of(BenchmarkSetting.SMALL) : BenchmarkSetting.values();
    if (contended) {
      runContended(chosen, device);
    } else {
      runAll(chosen, device);
    }
  }

  private void runContended(List<BenchmarkSetting> chosen, Device device) {
    List<ContendedBenchmark.Result> results = new ArrayList<>();
    for (BenchmarkSetting setting : chosen) {
      note("measuring %s alternately without and with busy loops, about 25 s", setting.label());
      results.add(ContendedBenchmark.run(setting, device));
    }
    printResult(Map.of("contended", CONTENDED.json(results)), CONTENDED.text(results));
  }

  private void runAll(List<BenchmarkSetting> chosen, Device device) {
    note("measuring the peak FLOP/s of matrix products and the memory bandwidth");
    Benchmark benchmark = new Benchmark(device);
    List<BenchmarkResult> results = new ArrayList<>();
    List<OptimizerBenchmark.Result> optimizers = new ArrayList<>();
    for (BenchmarkSetting setting : chosen) {
      note("measuring %s, about 45 s", setting.label());
      results.addAll(benchmark.run(setting));
      optimizers.add(OptimizerBenchmark.run(setting, device));
    }
    MachinePeak peak = benchmark.peak();
    Map<String, Double> gflops = new LinkedHashMap<>();
    for (Precision precision : Precision.values()) {
      gflops.put(precision.text(), peak.flops(precision) / 1e9);
    }
    Columns<BenchmarkResult> speed = speed(peak);
    double bandwidth = peak.bandwidth() / 1e9;
    if (json()) {
      printJson(
          new Report(
              gflops,
              bandwidth,
              speed.json(results),
              OPTIMIZER.json(optimizers),
              MemoryUse.peakMiB()));
      return;
    }
    gflops.forEach((precision, value) -> printf("peak %s: %.0f GFLOP/s%n", precision, value));
    printf("memory bandwidth: %.0f GB/s%n%n%s%n", bandwidth, speed.text(results));
    printf("%s%npeak memory %.0f MiB%n", OPTIMIZER.text(optimizers), MemoryUse.peakMiB());
  }

  private static Columns<BenchmarkResult> speed(MachinePeak peak) {
    return new Columns<BenchmarkResult>()
        .add("setting", "setting", "%s", BenchmarkResult::setting)
        .add("kernels", "kernels", "%s", BenchmarkResult::kernels)
        .add("precision", "precision", "%s", r -> r.precision().text())
        .add("tok/s", "tokens_per_s", "%,.0f", BenchmarkResult::tokensPerSecond)
        .add("peak", "peak_share", "%.1f%%", r -> r.share(peak))
        .add("step ms", "step_ms", "%,.1f", r -> 1e3 * r.stepSeconds())
        .add("forward", "forward_share", "%.1f%%", BenchmarkResult::forwardShare)
        .add("backward", "backward_share", "%.1f%%", BenchmarkResult::backwardShare)
        .add("optim.", "optimizer_share", "%.1f%%", BenchmarkResult::optimizerShare)
        .add("data", "data_share", "%.1f%%", BenchmarkResult::dataShare);
  }
}

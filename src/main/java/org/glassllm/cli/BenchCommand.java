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
import org.glassllm.bench.OptimizerResult;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass bench}. */
@Command(
    name = "bench",
    description = "Measure training speed against this machine's fastest matrix product.")
final class BenchCommand extends Subcommand {
  @Option(
      names = "--settings",
      split = ",",
      paramLabel = "0.8M|10.8M|124M",
      description = "Models to measure, under a minute each. Default: all.")
  private List<String> settings;

  @Option(
      names = "--contended",
      description =
          "Measure only 0.8M (or --settings), quiet and beside one busy loop per processor.")
  private boolean contended;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    Device device = machine.device();
    if (contended) {
      runContended(device);
      return;
    }
    List<BenchmarkSetting> chosen =
        settings == null ? List.of(BenchmarkSetting.values()) : chosen();
    progress("measuring the fastest matrix products and the memory bandwidth");
    Benchmark benchmark = new Benchmark(device);
    List<BenchmarkResult> results = new ArrayList<>();
    List<OptimizerResult> optimizers = new ArrayList<>();
    for (BenchmarkSetting setting : chosen) {
      progress("measuring %s, about 45 s".formatted(setting.label()));
      results.addAll(benchmark.run(setting));
      optimizers.add(benchmark.runOptimizer(setting));
    }
    if (json()) {
      printJson(json(benchmark.peak(), results, optimizers));
    } else {
      print(benchmark.peak(), results);
      print(optimizers);
      printf("%npeak memory %.0f MiB%n", MemoryUse.peakMiB());
    }
  }

  private List<BenchmarkSetting> chosen() {
    return settings.stream().map(BenchmarkSetting::labelled).toList();
  }

  private void runContended(Device device) {
    List<ContendedBenchmark.Result> results = new ArrayList<>();
    for (BenchmarkSetting setting : settings == null ? List.of(BenchmarkSetting.SMALL) : chosen()) {
      progress("measuring %s, quiet and busy in turns, about 25 s".formatted(setting.label()));
      results.add(ContendedBenchmark.run(setting, device));
    }
    if (json()) {
      printJson(Map.of("contended", results.stream().map(BenchCommand::json).toList()));
      return;
    }
    printf(
        "%-7s %7s %14s %10s %12s %12s %10s%n",
        "setting", "threads", "GOMP_SPINCOUNT", "busy loops", "quiet tok/s", "busy tok/s", "share");
    for (ContendedBenchmark.Result r : results) {
      printf(
          "%-7s %7d %14s %10d %,12.0f %,12.0f %9.1f%%%n",
          r.setting(),
          r.threads(),
          r.spinCount(),
          r.busyLoops(),
          r.quietTokensPerSecond(),
          r.busyTokensPerSecond(),
          100 * r.busyShare());
    }
  }

  /** Prints a line of progress to stderr. */
  private void progress(String line) {
    err().println(line);
    err().flush();
  }

  private void print(MachinePeak peak, List<BenchmarkResult> results) {
    for (Precision precision : Precision.values()) {
      printf("peak %s: %.0f GFLOP/s%n", precision.text(), peak.flops(precision) / 1e9);
    }
    printf("memory: %.0f GB/s%n%n", peak.bandwidth() / 1e9);
    printf(
        "%-7s %-9s %-9s %9s %6s %8s  %7s %8s %9s %5s%n",
        "setting",
        "kernels",
        "precision",
        "tokens/s",
        "peak",
        "step ms",
        "forward",
        "backward",
        "optimizer",
        "data");
    for (BenchmarkResult r : results) {
      printf(
          "%-7s %-9s %-9s %,9.0f %5.1f%% %,8.1f  %6.1f%% %7.1f%% %8.1f%% %4.1f%%%n",
          r.setting(),
          r.kernels(),
          r.precision().text(),
          r.tokensPerSecond(),
          100 * r.share(peak),
          1e3 * r.stepSeconds(),
          100 * r.forwardShare(),
          100 * r.backwardShare(),
          100 * r.optimizerShare(),
          100 * r.dataShare());
    }
  }

  private void print(List<OptimizerResult> optimizers) {
    printf(
        "%n%-7s %12s %11s %9s %10s %11s %9s%n",
        "AdamW", "parameters", "x += y", "bound ms", "update ms", "clipped ms", "norm ms");
    for (OptimizerResult r : optimizers) {
      printf(
          "%-7s %,12d %6.0f GB/s %9.2f %10.2f %11.2f %9.2f%n",
          r.setting(),
          r.parameters(),
          r.bandwidth() / 1e9,
          1e3 * r.boundSeconds(),
          1e3 * r.updateSeconds(),
          1e3 * r.clippedSeconds(),
          1e3 * r.normSeconds());
    }
  }

  private static Map<String, Object> json(
      MachinePeak peak, List<BenchmarkResult> results, List<OptimizerResult> optimizers) {
    Map<String, Object> peaks = new LinkedHashMap<>();
    for (Precision precision : Precision.values()) {
      peaks.put(precision.text(), peak.flops(precision) / 1e9);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("peak", peaks);
    all.put("bandwidth_gb_per_s", peak.bandwidth() / 1e9);
    all.put("results", results.stream().map(r -> json(peak, r)).toList());
    all.put("optimizers", optimizers.stream().map(BenchCommand::json).toList());
    all.put("peak_memory_mib", MemoryUse.peakMiB());
    return all;
  }

  private static Map<String, Object> json(MachinePeak peak, BenchmarkResult r) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("setting", r.setting());
    o.put("kernels", r.kernels());
    o.put("precision", r.precision().text());
    o.put("tokens_per_s", r.tokensPerSecond());
    o.put("peak_share", r.share(peak));
    o.put("forward_share", r.forwardShare());
    o.put("backward_share", r.backwardShare());
    o.put("optimizer_share", r.optimizerShare());
    o.put("data_share", r.dataShare());
    o.put("step_ms", 1e3 * r.stepSeconds());
    return o;
  }

  private static Map<String, Object> json(ContendedBenchmark.Result r) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("setting", r.setting());
    o.put("threads", r.threads());
    o.put("spin_count", r.spinCount());
    o.put("busy_loops", r.busyLoops());
    o.put("quiet_tokens_per_s", r.quietTokensPerSecond());
    o.put("busy_tokens_per_s", r.busyTokensPerSecond());
    o.put("busy_share", r.busyShare());
    return o;
  }

  private static Map<String, Object> json(OptimizerResult r) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("setting", r.setting());
    o.put("parameters", r.parameters());
    o.put("bandwidth_gb_per_s", r.bandwidth() / 1e9);
    o.put("bound_ms", 1e3 * r.boundSeconds());
    o.put("update_ms", 1e3 * r.updateSeconds());
    o.put("clipped_update_ms", 1e3 * r.clippedSeconds());
    o.put("norm_ms", 1e3 * r.normSeconds());
    return o;
  }
}

package org.glassllm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.evaluate.Benchmark;
import org.glassllm.evaluate.BenchmarkResult;
import org.glassllm.evaluate.BenchmarkSetting;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Torch;
import picocli.CommandLine.Command;
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
  private List<String> settings =
      Arrays.stream(BenchmarkSetting.values()).map(s -> s.label()).toList();

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "cpu, gpu, gpu0, … or auto. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Override
  public void run() {
    List<BenchmarkSetting> chosen = settings.stream().map(BenchmarkSetting::labelled).toList();
    Benchmark benchmark = new Benchmark(Torch.device(device));
    if (!json()) {
      benchmark
          .peaks()
          .forEach((p, flops) -> printf("peak %s: %.0f GFLOP/s%n", p.text(), flops / 1e9));
      printf(
          "memory: %.0f GB/s%n%n%-7s %-9s %-9s %9s %6s %8s  %7s %8s %9s %5s%n",
          benchmark.bandwidth() / 1e9,
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
    }
    List<Map<String, Object>> results = new ArrayList<>();
    for (BenchmarkSetting setting : chosen) {
      for (BenchmarkResult result : benchmark.run(setting)) {
        results.add(json(result));
        if (!json()) {
          printRow(result);
        }
      }
    }
    if (json()) {
      Map<String, Object> peak = new LinkedHashMap<>();
      benchmark.peaks().forEach((p, flops) -> peak.put(p.text(), flops / 1e9));
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("peak", peak);
      all.put("bandwidth_gb_per_s", benchmark.bandwidth() / 1e9);
      all.put("results", results);
      all.put("peak_memory_mib", MemoryUse.peakMiB());
      printJson(all);
    } else {
      printf("peak memory %.0f MiB%n", MemoryUse.peakMiB());
    }
  }

  private void printRow(BenchmarkResult r) {
    printf(
        "%-7s %-9s %-9s %,9.0f %5.1f%% %,8.1f  %6.1f%% %7.1f%% %8.1f%% %4.1f%%%n",
        r.setting(),
        r.kernels(),
        r.precision(),
        r.tokensPerSecond(),
        100 * r.peakShare(),
        1e3 * r.stepSeconds(),
        100 * r.forwardShare(),
        100 * r.backwardShare(),
        100 * r.optimizerShare(),
        100 * r.dataShare());
  }

  private static Map<String, Object> json(BenchmarkResult r) {
    Map<String, Object> o = new LinkedHashMap<>();
    o.put("setting", r.setting());
    o.put("kernels", r.kernels());
    o.put("precision", r.precision());
    o.put("tokens_per_s", r.tokensPerSecond());
    o.put("peak_share", r.peakShare());
    o.put("forward_share", r.forwardShare());
    o.put("backward_share", r.backwardShare());
    o.put("optimizer_share", r.optimizerShare());
    o.put("data_share", r.dataShare());
    o.put("step_ms", 1e3 * r.stepSeconds());
    return o;
  }
}

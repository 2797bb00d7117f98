package org.glassllm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.bench.BenchmarkSetting;
import org.glassllm.bench.GenerationBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass bench generate}. */
@Command(
    name = "generate",
    description =
        "Measure the speed of prefill and decoding, and compare decoding with the"
            + " limit that the memory bandwidth sets. Continuous batching and drafts are measured"
            + " with the model 10.8M.")
final class BenchGenerateCommand extends Subcommand {
  private static final Columns<GenerationBenchmark.Result> SPEED =
      new Columns<GenerationBenchmark.Result>()
          .add("setting", "setting", "%s", r -> r.setting())
          .add("batch", "batch", "%d", r -> r.batch())
          .add("cached", "cached", "%s", r -> r.cached())
          .add("context", "context", "%d", r -> r.context())
          .add("prefill tok/s", "prefill_tokens_per_s", "%,.0f", r -> r.prefillTokensPerSecond())
          .add("decode tok/s", "decode_tokens_per_s", "%,.0f", r -> r.decodeTokensPerSecond())
          .add("bound", "bound_share", "%.0f%%", r -> r.boundShare())
          .add("host", "host_share", "%.0f%%", r -> r.hostShare());

  @Option(
      names = "--settings",
      split = ",",
      paramLabel = "MODEL",
      defaultValue = "0.8M,10.8M,124M",
      description = "Models to measure, comma-separated: 0.8M, 10.8M, 124M. Default: all.")
  private List<String> settings;

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Length of each text in tokens. Default: 64 for 0.8M, otherwise 256.")
  private Integer context;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    List<BenchmarkSetting> chosen =
        settings.stream()
            .map(BenchmarkSetting::labelled)
            .toList(); // rejects unknown models before any measurement
    List<GenerationBenchmark.Result> results = new ArrayList<>();
    try (GenerationBenchmark benchmark = new GenerationBenchmark(machine.device())) {
      for (BenchmarkSetting setting : chosen) {
        note("measuring %s", setting.label());
        results.addAll(benchmark.run(setting, length(setting)));
      }
      note("measuring batched generation and speculative decoding");
      BenchmarkSetting medium = BenchmarkSetting.MEDIUM;
      GenerationBenchmark.Batching batching = benchmark.batching(medium, length(medium));
      GenerationBenchmark.Speculation speculation = benchmark.speculation(medium, length(medium));
      double bandwidth = benchmark.bandwidth() / 1e9;
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("bandwidth", bandwidth);
      json.put("results", SPEED.json(results));
      json.put("batching", batching);
      json.put("speculation", speculation);
      String text =
          format(
              "read bandwidth: %.0f GB/s%n%n%sbound: share of the memory bandwidth; host: share of a"
                  + " step outside of libtorch%n%ncontinuous batching of %d requests: %.1f times as"
                  + " fast as one by one%nspeculative decoding, %s draft: %.0f%% accepted, %.1f times"
                  + " as fast as plain%n",
              bandwidth,
              SPEED.text(results),
              batching.requests(),
              batching.speedup(),
              speculation.draft(),
              100 * speculation.acceptance(),
              speculation.speedup());
      printResult(json, text);
    }
  }

  private int length(BenchmarkSetting setting) {
    return context != null ? context : setting == BenchmarkSetting.SMALL ? 64 : 256;
  }
}

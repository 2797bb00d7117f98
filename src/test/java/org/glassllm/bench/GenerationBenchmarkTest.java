package org.glassllm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.util.List;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

/** The benchmark of generation on the smallest model; speeds are not compared. */
class GenerationBenchmarkTest {
  @Test
  void everyBatchIsMeasuredWithAndWithoutCache() {
    try (GenerationBenchmark benchmark = new GenerationBenchmark(Device.cpu())) {
      List<GenerationBenchmark.Result> results = benchmark.run(BenchmarkSetting.SMALL, 16);
      assertEquals(4, results.size()); // batches of 1, 4 and 16, and 1 without a cache
      assertTrue(results.stream().allMatch(r -> r.decodeTokensPerSecond() > 0));
      assertTrue(results.stream().allMatch(r -> r.prefillTokensPerSecond() > 0));
      assertTrue(results.stream().allMatch(r -> r.cached() == (r.hostShare() > 0)));
      assertTrue(benchmark.bandwidth() > 0);
      assertEquals(16, benchmark.batching(BenchmarkSetting.SMALL, 16).requests());
      assertTrue(benchmark.speculation(BenchmarkSetting.SMALL, 32).speedup() > 0);
    }
  }

  @Test
  void aTinyContextIsRefused() {
    try (GenerationBenchmark benchmark = new GenerationBenchmark(Device.cpu())) {
      assertThrows(InputException.class, () -> benchmark.run(BenchmarkSetting.SMALL, 4));
    }
  }
}

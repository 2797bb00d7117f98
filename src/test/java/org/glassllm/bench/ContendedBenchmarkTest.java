package org.glassllm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class ContendedBenchmarkTest {
  @Test
  void bothSpeedsAreMeasuredAndLoopsStop() {
    ContendedBenchmark.Result result =
        ContendedBenchmark.run(BenchmarkSetting.SMALL, Device.cpu(), 1, 0.2);
    assertEquals(Runtime.getRuntime().availableProcessors(), result.busyLoops());
    assertTrue(result.quietTokensPerSecond() > 0);
    assertTrue(result.busyTokensPerSecond() > 0);
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.getName().startsWith("busy-loop")));
  }
}

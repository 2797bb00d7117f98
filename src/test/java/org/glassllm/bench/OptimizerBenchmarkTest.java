package org.glassllm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OptimizerBenchmarkTest {
  @Test
  void theBoundIs28BytesPerParameterOverTheBandwidth() {
    OptimizerBenchmark.Result result = new OptimizerBenchmark.Result("x", 1_000_000, 14e9, 1, 1, 1);
    assertEquals(0.002, result.boundSeconds(), 1e-12);
  }
}

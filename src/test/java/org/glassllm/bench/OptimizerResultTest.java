package org.glassllm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OptimizerResultTest {
  @Test
  void theBoundIs28BytesPerParameterOverTheBandwidth() {
    OptimizerResult result = new OptimizerResult("x", 1_000_000, 14e9, 1, 1, 1);
    assertEquals(0.002, result.boundSeconds(), 1e-12);
  }
}

package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  @Test
  void aLoadAboveTheProcessorCountIsReported() {
    DoctorCommand.Finding load = DoctorCommand.load(5.25, 4).orElseThrow();
    assertTrue(load.value().startsWith("5.3 on 4 processors"), load.value());
    assertEquals("", load.remedy(), "a load is no fault of the machine");
    assertTrue(DoctorCommand.load(4, 4).isEmpty());
    assertTrue(DoctorCommand.load(-1, 4).isEmpty(), "unknown");
  }
}

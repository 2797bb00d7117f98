package org.glassllm.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Schedule cosine = Schedule.warmupCosine(1e-3, 1e-4, 10, 110);

  @Test
  void warmUpRisesInEqualStepsToTheMaximum() {
    assertEquals(1e-4, cosine.at(0), 1e-15);
    assertEquals(5e-4, cosine.at(4), 1e-15);
    assertEquals(1e-3, cosine.at(9), 1e-15);
    assertEquals(1e-3, cosine.at(10), 1e-15);
  }

  @Test
  void cosineFallsThroughTheMiddleToTheMinimumAndStays() {
    assertEquals(5.5e-4, cosine.at(60), 1e-12);
    assertEquals(1e-4 + 9e-4 * (1 + Math.sqrt(0.5)) / 2, cosine.at(35), 1e-12);
    assertEquals(1e-4, cosine.at(110), 1e-15);
    assertEquals(1e-4, cosine.at(100_000), 1e-15);
  }

  @Test
  void lineFallsInEqualSteps() {
    Schedule line = Schedule.warmupLinear(1, 0, 0, 4);
    assertEquals(1, line.at(0));
    assertEquals(0.75, line.at(1));
    assertEquals(0, line.at(4));
    assertEquals(0, line.at(9));
  }

  @Test
  void noWarmupAndOnlyWarmupAreDefined() {
    assertEquals(1e-3, Schedule.warmupCosine(1e-3, 1e-4, 0, 10).at(0), 1e-15);
    assertEquals(1e-3, Schedule.warmupCosine(1e-3, 1e-4, 10, 10).at(9), 1e-15);
  }

  @Test
  void illegalSettingsAreRefused() {
    String warmup =
        assertThrows(InputException.class, () -> Schedule.warmupCosine(1, 0, 11, 10)).getMessage();
    assertTrue(warmup.contains("warmup: 11"), warmup);
    assertThrows(InputException.class, () -> Schedule.warmupCosine(0, 0, 0, 10));
    assertThrows(InputException.class, () -> Schedule.warmupCosine(1, 2, 0, 10));
    assertThrows(InputException.class, () -> Schedule.warmupCosine(Double.NaN, 0, 0, 10));
  }
}

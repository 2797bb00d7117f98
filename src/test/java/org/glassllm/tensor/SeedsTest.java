package org.glassllm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.Set;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class SeedsTest {

  @Test
  void everyPurposeAndStepHasItsOwnStream() {
    Set<Long> seen = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      for (Seeds.Purpose purpose : Seeds.Purpose.values()) {
        for (int step = 0; step < 50; step++) {
          for (int micro = 0; micro < 4; micro++) {
            assertTrue(seen.add(new Seeds(seed).at(purpose, step, micro)));
          }
        }
      }
    }
  }

  @Test
  void theSeedDeterminesTheEnginesNumbers() {
    try (NDManager m = Torch.manager()) {
      float[][] drawn = new float[2][];
      for (int i = 0; i < 2; i++) {
        drawn[i] =
            new Seeds(9)
                .drawing(
                    Seeds.Purpose.DROPOUT,
                    3,
                    1,
                    () -> m.randomNormal(new Shape(10)).toFloatArray());
      }
      assertEquals(drawn[0][7], drawn[1][7]);
    }
  }

  @Test
  void theLibraryMakesTheEnginesSettings() {
    Torch.engine();
    assertEquals("false", System.getProperty("ai.djl.pytorch.graph_optimizer"));
    assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
  }

  @Test
  void devicesAreFoundByNameAndOthersRefused() {
    assertEquals(Device.cpu(), Torch.device("cpu"));
    Device automatic = Torch.device("auto");
    assertEquals(Torch.engine().getGpuCount() > 0, automatic.isGpu());
    assertThrows(InputException.class, () -> Torch.device("tpu"));
    assertTrue(
        assertThrows(InputException.class, () -> Torch.device("gpu42"))
            .getMessage()
            .contains("device cpu"));
  }
}

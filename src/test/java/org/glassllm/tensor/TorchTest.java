package org.glassllm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class TorchTest {
  @Test
  void theThreadCountAppliesToNewThreads() throws Exception {
    int before = Torch.threads();
    int other = before + 1;
    ExecutorService newThread = Executors.newSingleThreadExecutor();
    try {
      Torch.setThreads(other);
      assertEquals(other, Torch.threads());
      assertEquals(other, CompletableFuture.supplyAsync(TorchTest::compute, newThread).get());
    } finally {
      Torch.setThreads(before);
      newThread.shutdown();
    }
    assertEquals(before, Torch.threads());
  }

  /** Computes something, then returns the number of threads. */
  private static int compute() {
    try (NDManager manager = Torch.manager()) {
      manager.ones(new Shape(300, 300)).sum().getFloat();
    }
    return Torch.threads();
  }

  @Test
  void aThreadCountOutOfRangeIsRefused() {
    assertThrows(InputException.class, () -> Torch.setThreads(0));
    assertThrows(InputException.class, () -> Torch.setThreads(100_000));
  }

  @Test
  void aFullDiskForTheLibraryIsExplained() {
    Path folder = Path.of("cache");
    IOException full = new IOException("No space left on device");
    RuntimeException e =
        Torch.cannotUnpack(folder, new EngineException("Failed to extract library", full));
    assertInstanceOf(InputException.class, e);
    assertTrue(e.getMessage().contains("cache: No space left on device; free"), e.getMessage());
    EngineException other = new EngineException("another reason");
    assertSame(other, Torch.cannotUnpack(folder, other));
  }
}

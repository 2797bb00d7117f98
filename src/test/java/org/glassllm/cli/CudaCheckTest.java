package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaCheckTest {
  @Test
  void aMissingGpuIsNoErrorUnlessRequested() {
    assertEquals(new CudaCheck("cpu (no GPU seen)", ""), CudaCheck.of(0, Map.of()));
  }

  @Test
  void aRequestedGpuThatIsMissingIsAnError() {
    String remedy = CudaCheck.of(0, Map.of("PYTORCH_FLAVOR", "cu128")).remedy();
    assertTrue(remedy.contains("cu128") && remedy.contains("nvidia-smi"), remedy);
  }

  @Test
  void aMissingFolderIsNamed(@TempDir Path folder) {
    String missing = folder.resolve("lib").toString();
    String remedy = CudaCheck.of(0, Map.of("PYTORCH_LIBRARY_PATH", missing)).remedy();
    assertTrue(remedy.contains(missing), remedy);
    assertEquals("", CudaCheck.of(0, Map.of("PYTORCH_LIBRARY_PATH", folder.toString())).remedy());
  }

  @Test
  void foundGpusAreCounted() {
    CudaCheck check = CudaCheck.of(2, Map.of("PYTORCH_FLAVOR", "cu128"));
    assertTrue(check.value().startsWith("2 GPU(s), and cpu"), check.value());
    assertEquals("", check.remedy());
  }
}

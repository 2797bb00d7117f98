package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @Test
  void aLoadAboveTheProcessorCountIsReported() {
    DoctorCommand.Finding load = DoctorCommand.load(5.25, 4).orElseThrow();
    assertTrue(load.value().startsWith("5.3 on 4 processors"), load.value());
    assertEquals("", load.remedy(), "a load is no fault of the machine");
    assertTrue(DoctorCommand.load(4, 4).isEmpty());
    assertTrue(DoctorCommand.load(-1, 4).isEmpty(), "unknown");
  }

  @Test
  void aMissingGpuIsNoErrorUnlessRequested() {
    assertEquals(
        new DoctorCommand.Finding("device", "cpu (no GPU found)", ""),
        DoctorCommand.device(0, Map.of()));
  }

  @Test
  void aRequestedGpuThatIsMissingIsAnError() {
    String remedy = DoctorCommand.device(0, Map.of("PYTORCH_FLAVOR", "cu128")).remedy();
    assertTrue(remedy.contains("cu128") && remedy.contains("nvidia-smi"), remedy);
  }

  @Test
  void aMissingFolderIsNamed(@TempDir Path folder) {
    String missing = folder.resolve("lib").toString();
    String remedy = DoctorCommand.device(0, Map.of("PYTORCH_LIBRARY_PATH", missing)).remedy();
    assertTrue(remedy.contains(missing), remedy);
    assertEquals(
        "", DoctorCommand.device(0, Map.of("PYTORCH_LIBRARY_PATH", folder.toString())).remedy());
  }

  @Test
  void foundGpusAreCounted() {
    DoctorCommand.Finding check = DoctorCommand.device(2, Map.of("PYTORCH_FLAVOR", "cu128"));
    assertTrue(check.value().startsWith("2 GPU(s), and cpu"), check.value());
    assertEquals("", check.remedy());
  }

  @Test
  void anEmptyCacheFolderNeedsSpaceToo(@TempDir Path folder) throws IOException {
    String remedy = DoctorCommand.cache(folder, 1e9).remedy();
    assertTrue(remedy.contains("or set DJL_CACHE_DIR to another folder"), remedy);
    Files.createFile(Files.createDirectory(folder.resolve("2.7.1")).resolve("libtorch_cpu.so"));
    assertEquals("", DoctorCommand.cache(folder, 1e9).remedy(), "the library is unpacked");
  }
}

package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher for Windows is glass.bat")
class LauncherTest {
  @TempDir Path folder;

  /** The launcher in its own folder, with the libraries of this build. */
  private Path install(Path home) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Path glass = Files.copy(Path.of("src/main/launcher/glass"), home.resolve("bin/glass"));
    assertTrue(glass.toFile().setExecutable(true));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar")) {
        Files.createSymbolicLink(home.resolve("lib").resolve(path.getFileName()), path);
      } else if (path.endsWith("target/classes")) {
        jar(path, home.resolve("lib/glassllm.jar"));
      }
    }
    return glass;
  }

  /** Deletes the links, because JUnit warns of links in a temporary folder. */
  @AfterEach
  void removeLinks() throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(folder)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static void jar(Path classes, Path jar) throws IOException {
    int code =
        java.util.spi.ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "cf", jar.toString(), "-C", classes.toString(), ".");
    assertEquals(0, code);
  }

  private String run(Path from, Path glass, String... args) throws Exception {
    return run(from, glass, Map.of("JAVA_HOME", System.getProperty("java.home")), args);
  }

  private String run(Path from, Path glass, Map<String, String> environment, String... args)
      throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of(glass.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
    builder.environment().keySet().removeAll(List.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out;
  }

  @Test
  void itWorksThroughLinksAndFromAPathWithSpaces() throws Exception {
    Path glass = install(folder.resolve("a place with spaces/glass home"));
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    assertTrue(run(elsewhere, glass, "--version").startsWith("glass"));
    Path absolute = Files.createSymbolicLink(elsewhere.resolve("my glass"), glass);
    assertTrue(run(elsewhere, absolute, "--version").startsWith("glass"));
    Path relative =
        Files.createSymbolicLink(
            folder.resolve("link"), folder.relativize(absolute)); // a link to a link
    assertTrue(run(folder, relative, "--version").startsWith("glass"));
    String tales = run(elsewhere, relative, "data", "tales", "--bytes", "1500", "--seed", "3");
    assertTrue(tales.contains("The end."), tales);
  }

  @Test
  void itSetsAllocatorAndSpinCount() throws Exception {
    Path glass = install(folder.resolve("glass"));
    String report = run(folder, glass, "doctor");
    assertTrue(report.contains("glibc.malloc.hugetlb=1"), report);
    assertTrue(report.contains("spin     20000"), report);
    assertTrue(report.contains("cache    "), report);
  }

  @Test
  void theUsersSpinCountOrWaitPolicyTakesPrecedence() throws Exception {
    Path glass = install(folder.resolve("glass"));
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"spins=$GOMP_SPINCOUNT\"\n");
    assertTrue(java.toFile().setExecutable(true));
    String home = folder.toString();
    assertEquals("spins=20000\n", run(folder, glass, Map.of("JAVA_HOME", home)));
    assertEquals(
        "spins=77\n", run(folder, glass, Map.of("JAVA_HOME", home, "GOMP_SPINCOUNT", "77")));
    assertEquals(
        "spins=\n", run(folder, glass, Map.of("JAVA_HOME", home, "OMP_WAIT_POLICY", "ACTIVE")));
  }

  @Test
  void theLocaleCBecomesUtf8() throws Exception {
    Path glass = install(folder.resolve("glass"));
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\n");
    assertTrue(java.toFile().setExecutable(true));
    String home = folder.toString();
    assertEquals(
        "LC_ALL=C.UTF-8\n", run(folder, glass, Map.of("JAVA_HOME", home, "LC_ALL", "POSIX")));
    assertEquals(
        "LC_ALL=de_CH.UTF-8\n",
        run(folder, glass, Map.of("JAVA_HOME", home, "LC_ALL", "de_CH.UTF-8")));
  }
}

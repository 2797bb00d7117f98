package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code glass} in a process of its own. */
final class Child {
  /** What a process that SIGKILL ended returns to a shell or to strace. */
  static final int KILLED = 137;

  private Child() {}

  /**
   * Starts a process.
   *
   * @param before the beginning of the command line, such as strace and its options
   */
  static Process start(KillRecipe recipe, List<String> before, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Djava.awt.headless=true", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("org.glassllm.cli.Main");
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("OMP_NUM_THREADS", "" + recipe.threads());
    return builder.start();
  }

  /** Runs a process to its end, which must be good. */
  static void finish(KillRecipe recipe, List<String> arguments, Path folder) throws Exception {
    finish(recipe, List.of(), arguments, folder);
  }

  static void finish(KillRecipe recipe, List<String> before, List<String> arguments, Path folder)
      throws Exception {
    Path log = Files.createTempFile(folder, "glass", ".log");
    int code = end(start(recipe, before, arguments, log));
    assertEquals(0, code, () -> arguments + ": " + read(log));
  }

  /** Waits for the end and returns the exit code. */
  static int end(Process process) throws InterruptedException {
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertTrue(ended, "a process hangs");
    return process.exitValue();
  }

  /** Returns what a process printed. */
  static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

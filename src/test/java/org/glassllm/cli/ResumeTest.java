package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.glassllm.checkpoint.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A killed, stopped or failed run resumes to the same bits as an uninterrupted run. */
class ResumeTest {
  private static final int KILLS = 20;
  @TempDir Path folder;

  /** A model that takes time to write, and a text that is quick to read. */
  private String[] train(Path run) throws IOException {
    return new String[] {
      "train",
      "--preset",
      "test",
      "--steps",
      "60",
      "--eval-every",
      "3",
      "--dropout",
      "0.2",
      "--grad-accum",
      "2",
      "--batch",
      "2",
      "--dim",
      "128",
      "--run",
      run.toString(),
      "--device",
      "cpu",
      "--data",
      text(2000)
    };
  }

  private static String[] resume(Path run) {
    return new String[] {"train", "--resume", "--run", run.toString(), "--device", "cpu"};
  }

  /** Returns the rows without the last two columns, which depend on the machine. */
  private static List<String> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(row -> row.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    assertEquals(losses(expected), losses(actual));
    for (String file : List.of("model.safetensors", "trainer.safetensors", "trainer.json")) {
      assertArrayEquals(
          Files.readAllBytes(RunFolder.open(expected).last().folder().resolve(file)),
          Files.readAllBytes(RunFolder.open(actual).last().folder().resolve(file)),
          file);
    }
  }

  @Test
  void twentyKillsDoNotChangeTheResult() throws Exception {
    Path whole = folder.resolve("whole"), killed = folder.resolve("killed");
    assertEquals(0, Glass.run(train(whole)).code());
    SplittableRandom random = new SplittableRandom(1);
    int kills = 0, insideAWrite = 0;
    Path log = folder.resolve("log");
    while (true) {
      boolean started = Files.exists(killed.resolve("run.json"));
      Process process = Glass.start(log, Glass.command(started ? resume(killed) : train(killed)));
      if (kills < KILLS) {
        boolean aimAtAWrite = kills % 3 == 0;
        waitForAMoment(killed, process, aimAtAWrite, random);
        process.destroyForcibly();
        process.waitFor();
        kills++;
        insideAWrite += hasUnfinishedWrite(killed) ? 1 : 0;
        if (Files.exists(killed.resolve("checkpoints/last"))) {
          RunFolder.open(killed).last(); // verifies every checksum
        }
      } else {
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> read(log));
        assertEquals(0, process.exitValue(), () -> read(log));
        break;
      }
    }
    assertTrue(insideAWrite > 0, "no kill hit a checkpoint being written");
    assertSame(whole, killed);
  }

  /** Waits for a step, then for a random time or until a checkpoint is partly written. */
  private static void waitForAMoment(
      Path run, Process process, boolean aimAtAWrite, SplittableRandom random) throws Exception {
    long before = size(run);
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (process.isAlive() && size(run) == before && System.nanoTime() < limit) {
      Thread.sleep(1);
    }
    if (aimAtAWrite) {
      limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (process.isAlive() && !hasUnfinishedWrite(run) && System.nanoTime() < limit) {
        Thread.onSpinWait();
      }
    } else {
      Thread.sleep(random.nextInt(60));
    }
  }

  private static long size(Path run) {
    return run.resolve("metrics.csv").toFile().length()
        + run.resolve("checkpoints").toFile().lastModified();
  }

  private static boolean hasUnfinishedWrite(Path run) {
    Path checkpoints = run.resolve("checkpoints");
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(p -> p.getFileName().toString().endsWith(".tmp"));
    } catch (IOException e) {
      return false; // no checkpoint yet
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGTERM")
  void aStoppedRunExplainsResumingAndResumesExactly() throws Exception {
    Path whole = folder.resolve("whole"), stopped = folder.resolve("stopped");
    assertEquals(0, Glass.run(train(whole)).code());
    Path log = folder.resolve("log");
    Process process = Glass.start(log, Glass.command(train(stopped)));
    while (process.isAlive() && !Files.exists(stopped.resolve("checkpoints/last"))) {
      Thread.sleep(5);
    }
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertTrue(read(log).contains("Stopping: saving a checkpoint"), () -> read(log));
    assertTrue(read(log).contains("--resume"), () -> read(log));
    long step = RunFolder.open(stopped).last().state().step();
    assertTrue(step >= 3 && step < 60, "stopped at " + step);
    assertEquals(step + 1, losses(stopped).size());
    assertEquals(0, Glass.run(resume(stopped)).code());
    assertSame(whole, stopped);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "ulimit is a shell's of Unix")
  void aFailedWriteKeepsTheLastCheckpoint() throws Exception {
    Path run = folder.resolve("full");
    assertEquals(
        0,
        Glass.run(
                "train",
                "--preset",
                "test",
                "--steps",
                "20",
                "--eval-every",
                "10",
                "--run",
                run.toString(),
                "--device",
                "cpu",
                "--data",
                text(2000))
            .code());
    Path next = folder.resolve("next");
    // files are limited to 160 blocks of 512 bytes: the weights fit, the moments do not
    List<String> command = List.of("sh", "-c", "ulimit -f 160; exec \"$@\"", "sh");
    List<String> all = new java.util.ArrayList<>(command);
    all.addAll(
        Glass.command(
            "train",
            "--preset",
            "test",
            "--steps",
            "20",
            "--eval-every",
            "10",
            "--run",
            next.toString(),
            "--device",
            "cpu",
            "--data",
            text(2000)));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    Files.write(log, process.getInputStream().readAllBytes());
    assertEquals(2, process.waitFor(), () -> read(log));
    assertTrue(read(log).contains("cannot write"), () -> read(log));
    assertEquals(0, Glass.run(resume(next)).code(), "it resumes when the disk has space");
    assertSame(run, next);
  }

  private String text(int characters) throws IOException {
    Path file = folder.resolve("text.txt");
    if (!Files.exists(file)) {
      Files.writeString(file, "the quick brown fox ".repeat(characters / 20));
    }
    return file.toString();
  }
}

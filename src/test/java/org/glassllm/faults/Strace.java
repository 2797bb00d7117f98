package org.glassllm.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a process under strace, which lists its system calls or kills it at one of them. */
final class Strace {
  /** The calls that change files, by their names on Linux. */
  static final List<String> CALLS =
      List.of(
          "rename",
          "fsync",
          "fdatasync",
          "unlink",
          "rmdir",
          "mkdir",
          "ftruncate",
          "pwrite64",
          "write",
          "openat");

  private static final Pattern LINE = Pattern.compile("^(\\d+) +(\\w+)\\((.*)");

  /**
   * A moment in a process.
   *
   * @param number counts the calls of this name in the thread that makes it, from 1
   */
  record Site(String call, int number) {}

  private Strace() {}

  /** Returns why strace cannot be used here; null if it can. */
  static String missing() throws InterruptedException {
    try {
      List<String> trial = new ArrayList<>(kill(new Site("exit_group", 1)));
      trial.add("true");
      Process process = new ProcessBuilder(trial).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 137) {
        return "strace cannot trace processes here: " + output;
      }
      return null;
    } catch (IOException e) {
      return "strace is not installed (Debian package strace): " + e.getMessage();
    }
  }

  /** Returns the beginning of a command line that kills a process at a moment. */
  static List<String> kill(Site site) {
    String inject = "inject=" + site.call() + ":signal=KILL:when=" + site.number();
    // with --seccomp-bpf, strace 6.1 injects no signal
    return List.of(
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + site.call(), "-e", inject);
  }

  /** Returns the beginning of a command line that lists calls in a file. */
  static List<String> list(Path log) {
    String calls = String.join(",", CALLS);
    return List.of(
        "strace", "-f", "-y", "-qq", "--seccomp-bpf", "-o", log.toString(), "-e", "trace=" + calls);
  }

  /** Returns the listed calls that change a file in a folder. */
  static List<Site> sites(Path log, Path folder) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    List<Site> sites = new ArrayList<>();
    for (String line : Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      Matcher call = LINE.matcher(line);
      if (call.matches()) {
        int number = counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
        boolean changes = !call.group(2).equals("openat") || line.contains("O_CREAT");
        if (changes && line.contains(folder.toString())) {
          sites.add(new Site(call.group(2), number));
        }
      }
    }
    return sites;
  }
}

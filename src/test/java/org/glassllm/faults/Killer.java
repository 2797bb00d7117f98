package org.glassllm.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Kills the processes of a run, resumes it, and compares it with a run that was never killed. */
final class Killer {
  /** The kill at no particular call. */
  static final String MOMENT = "any moment";

  /** Files that name the time or the folder, and the picture. */
  private static final Set<String> OWN = Set.of("run.json", "loss.png", ".lock");

  private final KillRecipe recipe;
  private final Path folder;
  private final Path whole;
  private final SplittableRandom random;
  private final Map<String, List<Strace.Site>> sites;
  private final long wholeMs;
  private final Map<String, Integer> kills = new ConcurrentSkipListMap<>();
  private final List<String> failures = new ArrayList<>();
  private int chains;

  /** Trains the run that is never killed, and lists its system calls. */
  Killer(KillRecipe recipe, Path folder, long seed) throws Exception {
    this.recipe = recipe;
    this.folder = folder;
    this.random = new SplittableRandom(seed);
    recipe.prepare(folder);
    whole = folder.resolve("whole");
    recipe.create(folder, whole);
    Path calls = folder.resolve("calls");
    long began = System.nanoTime();
    Child.finish(recipe, Strace.list(calls), recipe.arguments(folder, whole), folder);
    wholeMs = (System.nanoTime() - began) / 1_000_000;
    sites = Strace.sites(calls, whole).stream().collect(Collectors.groupingBy(Strace.Site::call));
  }

  /** Returns the calls that this run makes in its folder, and {@link #MOMENT}. */
  List<String> calls() {
    List<String> calls = new ArrayList<>(Strace.CALLS);
    calls.removeIf(call -> !sites.containsKey(call));
    calls.add(MOMENT);
    return calls;
  }

  /** Returns the number of kills at each call so far. */
  Map<String, Integer> kills() {
    return kills;
  }

  /** Returns what differed. */
  List<String> failures() {
    return failures;
  }

  /** Starts a run, kills it at each of these calls, resumes it to the end, and compares it. */
  synchronized void chain(List<String> calls) {
    try {
      kill(calls);
    } catch (Exception | AssertionError e) {
      failures.add(recipe + " with kills at " + calls + ": " + e);
    }
  }

  private void kill(List<String> calls) throws Exception {
    Path run = folder.resolve("killed-" + ++chains);
    recipe.create(folder, run);
    List<String> done = new ArrayList<>();
    for (String call : calls) {
      if (!killed(call, calls.size(), run, done)) {
        break;
      }
    }
    Path log = folder.resolve("log");
    int code = Child.end(Child.start(recipe, List.of(), recipe.arguments(folder, run), log));
    String difference = code == 0 ? difference(run) : "exit " + code + ": " + Child.read(log);
    if (difference != null) {
      failures.add(recipe + " after kills at " + done + ": " + difference);
    }
    try (Stream<Path> all = Files.walk(run)) {
      all.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  /**
   * Runs a process; returns whether it was killed before its end.
   *
   * @param parts processes that share the run: each process makes only a part of the calls
   */
  private boolean killed(String call, int parts, Path run, List<String> done) throws Exception {
    Path log = folder.resolve("log");
    List<String> arguments = recipe.arguments(folder, run);
    int code;
    String moment;
    if (call.equals(MOMENT)) {
      long wait = wholeMs / 4 + random.nextLong(wholeMs * 2 / 3 / parts);
      moment = wait + " ms";
      Process process = Child.start(recipe, List.of(), arguments, log);
      Thread.sleep(wait);
      process.destroyForcibly();
      code = Child.end(process);
    } else {
      List<Strace.Site> all = sites.get(call);
      Strace.Site site = all.get(random.nextInt((all.size() + parts - 1) / parts));
      moment = call + " " + site.number();
      code = Child.end(Child.start(recipe, Strace.kill(site), arguments, log));
    }
    if (code == Child.KILLED) {
      kills.merge(call, 1, Integer::sum);
      done.add(moment);
    } else if (code != 0) {
      failures.add(recipe + " after " + done + ": exit " + code + ": " + Child.read(log));
    }
    return code == Child.KILLED;
  }

  /** Returns what differs from the run that was never killed, or null. */
  private String difference(Path run) throws IOException {
    List<String> right = files(whole), found = files(run), wrong = new ArrayList<>();
    for (String name : found) {
      if (!right.contains(name)) {
        wrong.add(name + " is left");
      }
    }
    for (String name : right) {
      Path a = whole.resolve(name), b = run.resolve(name);
      if (!found.contains(name)) {
        wrong.add(name + " is missing");
      } else if (!OWN.contains(name)
          && !(name.equals("metrics.csv")
              ? rows(a).equals(rows(b))
              : Arrays.equals(Files.readAllBytes(a), Files.readAllBytes(b)))) {
        wrong.add(name + " differs");
      }
    }
    return wrong.isEmpty() ? null : wrong.toString();
  }

  private static List<String> files(Path run) throws IOException {
    try (Stream<Path> all = Files.walk(run)) {
      return all.filter(Files::isRegularFile)
          .map(path -> run.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** Returns the rows without the last two columns, which depend on the machine. */
  private static List<String> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(row -> row.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }
}

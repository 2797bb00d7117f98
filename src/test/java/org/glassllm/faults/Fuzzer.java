package org.glassllm.faults;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.glassllm.base.InputException;

/**
 * Gives damaged files to a reader. Every input follows from the seed and its number alone. A reader
 * must refuse an input by an {@link InputException} or return the oracle's result, in bounded time
 * and memory.
 */
final class Fuzzer {
  private static final int SHOWN = 500;
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String name;
  private final Target target;
  private final long seed;
  private final Path folder;
  private final long hangMs;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private volatile long slowestInput;
  private final AtomicLong failed = new AtomicLong();
  private final Map<String, String> violations = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final AtomicLongArray began;
  private final AtomicLongArray cpuBegan;
  private final long[] running;
  private final byte[][] bytes;

  /**
   * What became of the inputs.
   *
   * @param violations an example of each kind of violation; empty if the reader is right
   */
  record Result(
      long inputs,
      long refused,
      long accepted,
      long failed,
      double slowestMs,
      long slowestInput,
      List<String> violations) {}

  /**
   * Creates a fuzzer of a reader.
   *
   * @param hangMs an input that takes longer is a violation
   */
  Fuzzer(String name, Target target, long seed, Path folder, long hangMs) {
    this.name = name;
    this.target = target;
    this.seed = seed;
    this.folder = folder;
    this.hangMs = hangMs;
    this.began = new AtomicLongArray(target.threads());
    this.cpuBegan = new AtomicLongArray(target.threads());
    this.running = new long[target.threads()];
    this.bytes = new byte[target.threads()][];
  }

  /** Tries a number of inputs; stops early at a hang. */
  Result run(long inputs) throws Exception {
    Thread[] workers = new Thread[target.threads()];
    for (int i = 0; i < workers.length; i++) {
      int worker = i;
      workers[i] = new Thread(() -> work(worker, inputs), name + " " + i);
      workers[i].setDaemon(true);
      workers[i].start();
    }
    boolean hangs = false;
    for (int i = 0; i < workers.length && !hangs; i++) {
      for (workers[i].join(100); workers[i].isAlive() && !hangs; workers[i].join(100)) {
        hangs = hang(workers);
      }
    }
    List<String> examples;
    synchronized (violations) {
      examples =
          violations.entrySet().stream()
              .map(e -> counts.get(e.getKey()) + "x " + e.getValue())
              .toList();
    }
    double slowest = slowestNanos.get() / 1e6;
    long done = refused.get() + accepted.get() + failed.get();
    return new Result(
        done, refused.get(), accepted.get(), failed.get(), slowest, slowestInput, examples);
  }

  /** A stall of the machine takes time too, but no time of the processor. */
  private boolean hang(Thread... workers) {
    long now = System.nanoTime();
    for (int i = 0; i < workers.length; i++) {
      long start = began.get(i), limit = hangMs * 1_000_000, took = now - start;
      long computed = THREADS.getThreadCpuTime(workers[i].getId()) - cpuBegan.get(i);
      if (start != 0 && (took > limit && computed > limit / 2 || took > 10 * limit)) {
        String stack = Arrays.stream(workers[i].getStackTrace()).limit(8).toList().toString();
        violation("hangs at " + stack, "after " + took / 1_000_000 + " ms", running[i], bytes[i]);
        return true;
      }
    }
    return false;
  }

  private void work(int worker, long inputs) {
    Path own = folder.resolve("worker-" + worker);
    try {
      Files.createDirectories(own);
      target.prepare(own);
      for (long i = next.getAndIncrement(); i < inputs; i = next.getAndIncrement()) {
        one(worker, own, i);
      }
    } catch (IOException e) {
      violation("the fuzzer failed: " + e, "", -1, new byte[0]);
    }
  }

  private void one(int worker, Path own, long number) throws IOException {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    List<Target.Sample> samples = target.samples();
    Target.Sample sample = samples.get(random.nextInt(samples.size()));
    byte[] damaged = damaged(sample, samples.get(random.nextInt(samples.size())).bytes(), random);
    Path file = own.resolve(sample.file());
    Files.delete(file); // a file that was mapped is slow to truncate
    Files.write(file, damaged);
    running[worker] = number;
    bytes[worker] = damaged;
    long before = THREADS.getCurrentThreadAllocatedBytes(), start = System.nanoTime();
    cpuBegan.set(worker, THREADS.getCurrentThreadCpuTime());
    began.set(worker, start);
    String wrong = outcome(sample, damaged, own);
    long nanos = System.nanoTime() - start;
    began.set(worker, 0);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (slowestNanos.getAndAccumulate(nanos, Math::max) < nanos) {
      slowestInput = number;
    }
    if (wrong == null && allocated > target.mostBytes()) {
      wrong = "allocates " + (allocated >> 20) + " MiB";
    }
    if (wrong != null) {
      failed.incrementAndGet();
      violation(kind(sample, wrong), wrong, number, damaged);
    }
    Files.delete(file);
    Files.write(file, sample.bytes());
  }

  private byte[] damaged(Target.Sample sample, byte[] other, SplittableRandom random) {
    byte[] own = target.damage(sample, random);
    if (own != null) {
      return own;
    }
    return sample.tree() != null && random.nextInt(5) < 3
        ? JsonDamage.apply(sample.tree(), random)
        : Damage.apply(sample.bytes(), other, random);
  }

  /** Returns what is wrong, or null. */
  private String outcome(Target.Sample sample, byte[] damaged, Path own) {
    try {
      target.read(sample, damaged, own);
      accepted.incrementAndGet();
      return null;
    } catch (InputException e) {
      String wrong = wrongMessage(sample, e.getMessage());
      if (wrong == null) {
        refused.incrementAndGet();
      }
      return wrong;
    } catch (StrictJson.Wrong e) {
      return "accepted, but " + e.getMessage();
    } catch (AssertionError e) {
      return "wrong result: " + e.getMessage();
    } catch (Throwable e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String at = Arrays.stream(root.getStackTrace()).limit(3).toList().toString();
      return "throws " + root.getClass().getSimpleName() + ": " + root.getMessage() + " " + at;
    }
  }

  private String wrongMessage(Target.Sample sample, String message) {
    if (message.length() >= SHOWN) {
      return "a message of " + message.length() + " characters: " + message.substring(0, 200);
    }
    if (message.chars().anyMatch(Character::isISOControl)) {
      return "a message with control characters: " + message;
    }
    return target.names(sample).stream().anyMatch(message::contains)
        ? null
        : "a message that does not name the file: " + message;
  }

  /** Returns a violation without the parts that vary. */
  private static String kind(Target.Sample sample, String wrong) {
    String line = wrong.lines().findFirst().orElse("");
    String kind =
        line.replaceAll("[0-9]+", "N")
            .replaceAll("\"[^\"]*\"?|/[^ ]*", "…")
            .replaceAll(" (key|no|: For input) .*| at character.*", " $1");
    return sample.file() + " " + kind.substring(0, Math.min(70, kind.length()));
  }

  private void violation(String kind, String wrong, long number, byte[] damaged) {
    synchronized (violations) {
      if (counts.merge(kind, 1, Integer::sum) > 1) {
        return;
      }
      Path kept = Path.of("target", "faults", name + "-" + seed + "-" + number);
      try {
        Files.createDirectories(kept.getParent());
        Files.write(kept, damaged);
      } catch (IOException e) {
        wrong += " (not kept: " + e + ")";
      }
      String shown = wrong.substring(0, Math.min(400, wrong.length()));
      violations.put(
          kind,
          "%s: %s; reader %s, seed %d, input %d, kept in %s"
              .formatted(kind, shown, name, seed, number, kept));
    }
  }
}

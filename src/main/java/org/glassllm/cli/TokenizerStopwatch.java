package org.glassllm.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.token.BpeSettings;
import org.glassllm.token.BpeTokenizer;
import org.glassllm.token.BpeTrainer;

/**
 * Times the tasks of a tokenizer bench in turns, so that a busy machine slows all of them, and
 * gives medians. Caches are cold at the start of each pass; negative rounds warm the JVM up.
 */
final class TokenizerStopwatch {
  private static final int LONG_BYTES = 40_000_000;
  private static final int ENTROPY_BYTES = 1_000_000;

  private final double megabytes;
  private final byte[] longText;
  private final String entropy = randomWords();
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private long tokens;
  private long allocated;
  private boolean agrees = true;
  private boolean compared;

  TokenizerStopwatch(byte[] text) {
    megabytes = text.length / 1e6;
    int copies = (LONG_BYTES + text.length - 1) / text.length;
    longText = new byte[copies * text.length];
    for (int i = 0; i < copies; i++) {
      System.arraycopy(text, 0, longText, i * text.length, text.length);
    }
  }

  void round(
      int round,
      BpeTokenizer bpe,
      byte[] bytes,
      String text,
      BpeSettings settings,
      HuggingFaceRival rival) {
    time(round, "train", () -> BpeTrainer.train(text, settings));
    bpe.clearCache();
    int[][] ids = new int[1][];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    time(round, "encode", () -> ids[0] = bpe.encodeBytes(bytes));
    allocated = threads.getCurrentThreadAllocatedBytes() - before;
    tokens = ids[0].length;
    against(round, rival, "hugging_face_encode", text, ids[0]);
    time(round, "decode", () -> bpe.decodeBytes(ids[0]));
    twoThreads(round, bpe);
    highEntropy(round, bpe, rival);
  }

  /** One thread against all processors, on a text that is long enough to share out. */
  private void twoThreads(int round, BpeTokenizer bpe) {
    bpe.clearCache();
    time(round, "long_encode", () -> bpe.encodeBytes(longText));
    bpe.clearCache();
    time(round, "long_encode_parallel", () -> bpe.encodeParallel(longText));
  }

  /** Words that hardly ever come again: what the merging itself can do. */
  private void highEntropy(int round, BpeTokenizer bpe, HuggingFaceRival rival) {
    byte[] bytes = entropy.getBytes(StandardCharsets.UTF_8);
    bpe.clearCache();
    int[][] ids = new int[1][];
    time(round, "high_entropy_encode", () -> ids[0] = bpe.encodeBytes(bytes));
    against(round, rival, "high_entropy_hugging_face", entropy, ids[0]);
  }

  /** Times the rival on a text, and compares its ids with ours; one round of warming is enough. */
  private void against(int round, HuggingFaceRival rival, String name, String text, int... ours) {
    if (rival == null || round < -1) {
      return;
    }
    long[][] theirs = new long[1][];
    time(round, name, () -> theirs[0] = rival.encode(text));
    compared = true;
    agrees &= Arrays.equals(theirs[0], Arrays.stream(ours).asLongStream().toArray());
  }

  private static String randomWords() {
    Random random = new Random(5);
    StringBuilder words = new StringBuilder(ENTROPY_BYTES + 20);
    while (words.length() < ENTROPY_BYTES) {
      for (int n = 4 + random.nextInt(13); n > 0; n--) {
        char letter = (char) ('a' + random.nextInt(26));
        words.append(random.nextBoolean() ? letter : Character.toUpperCase(letter));
      }
      words.append(' ');
    }
    return words.toString();
  }

  private void time(int round, String name, Runnable task) {
    long start = System.nanoTime();
    task.run();
    if (round >= 0) {
      seconds.computeIfAbsent(name, n -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
    }
  }

  Map<String, Object> results() {
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("megabytes", megabytes);
    results.put("train_seconds", median(seconds.get("train")));
    for (String task : List.of("train", "encode", "hugging_face_encode", "decode")) {
      speed(results, task, megabytes);
    }
    results.put("tokens", tokens);
    results.put("tokens_per_byte", tokens / (megabytes * 1e6));
    results.put("encode_allocated_mb", allocated / 1e6);
    results.put("peak_heap_mb", peakHeap() / 1e6);
    speed(results, "long_encode", longText.length / 1e6);
    speed(results, "long_encode_parallel", longText.length / 1e6);
    results.put("processors", Runtime.getRuntime().availableProcessors());
    results.put("parallel_speedup", ratio("long_encode", "long_encode_parallel"));
    speed(results, "high_entropy_encode", ENTROPY_BYTES / 1e6);
    speed(results, "high_entropy_hugging_face", ENTROPY_BYTES / 1e6);
    if (compared) {
      results.put("times_hugging_face", ratio("hugging_face_encode", "encode"));
      results.put(
          "high_entropy_times_hugging_face",
          ratio("high_entropy_hugging_face", "high_entropy_encode"));
      results.put("agrees_with_hugging_face", agrees);
    } else {
      results.put(
          "hugging_face",
          "not found; mvn -q package -DskipTests puts it into target/glass/test-lib");
    }
    return results;
  }

  private void speed(Map<String, Object> results, String task, double size) {
    if (seconds.containsKey(task)) {
      results.put(task + "_mb_per_s", size / median(seconds.get(task)));
    }
  }

  /** The most that the heap's parts have held so far, in bytes. */
  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** The median of the rounds' ratios: what disturbs one round disturbs both of its parts. */
  private double ratio(String slow, String fast) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < seconds.get(fast).size(); i++) {
      ratios.add(seconds.get(slow).get(i) / seconds.get(fast).get(i));
    }
    return median(ratios);
  }

  private static double median(List<Double> values) {
    return StatUtils.percentile(values.stream().mapToDouble(v -> v).toArray(), 50);
  }
}

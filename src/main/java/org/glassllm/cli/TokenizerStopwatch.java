package org.glassllm.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.token.BpeSettings;
import org.glassllm.token.BpeTokenizer;
import org.glassllm.token.BpeTrainer;

/**
 * Times the tasks of a tokenizer bench in turns, so that a busy machine slows all of them, and
 * gives medians. Caches are cold at the start of each pass; negative rounds warm the JVM up.
 */
final class TokenizerStopwatch {
  private final double megabytes;
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private long tokens;
  private long allocated;
  private boolean agrees = true;
  private boolean compared;

  TokenizerStopwatch(int bytes) {
    megabytes = bytes / 1e6;
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
    if (rival != null && (round >= 0 || round == -1)) {
      long[][] theirs = new long[1][];
      time(round, "hugging_face_encode", () -> theirs[0] = rival.encode(text));
      compared = true;
      agrees &= Arrays.equals(theirs[0], Arrays.stream(ids[0]).asLongStream().toArray());
    }
    bpe.clearCache();
    time(round, "encode_parallel", () -> bpe.encodeParallel(bytes));
    time(round, "decode", () -> bpe.decodeBytes(ids[0]));
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
    seconds.forEach((name, all) -> results.put(name + "_mb_per_s", megabytes / median(all)));
    results.put("tokens", tokens);
    results.put("tokens_per_byte", tokens / (megabytes * 1e6));
    results.put("encode_allocated_mb", allocated / 1e6);
    results.put("parallel_speedup", ratio("encode", "encode_parallel"));
    if (compared) {
      results.put("times_hugging_face", ratio("hugging_face_encode", "encode"));
      results.put("agrees_with_hugging_face", agrees);
    } else {
      results.put("hugging_face", "not on the class path");
    }
    return results;
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
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

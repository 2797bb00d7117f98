package org.glassllm.cli;

import com.google.common.primitives.Bytes;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.files.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code glass tokenizer bench}. */
@Command(
    name = "bench",
    description = {
      "Measure the speed of tokenizer training, encoding and decoding on a text."
          + " Results are medians of several rounds.",
      "Encoding is also measured on 40 MB of repeated text, with one thread and with"
          + " all threads, and on random words. Each encoding starts with an empty word"
          + " cache."
    })
final class TokenizerBench extends Subcommand {
  private static final int LONG_BYTES = 40_000_000;
  private static final int RANDOM_BYTES = 1_000_000;

  @Option(names = "--data", required = true, paramLabel = "F", description = "A UTF-8 text file.")
  private Path data;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE-or-DIR",
      description = "Tokenizer to measure. Default: the tokenizer that the benchmark trains.")
  private Path tokenizer;

  @Option(
      names = "--vocab",
      paramLabel = "V",
      description = "Vocabulary size of the trained tokenizer." + DEFAULT)
  private int vocab = 21336;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of measured rounds." + DEFAULT)
  private int rounds = 7;

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  @Override
  public void run() {
    Check.positive("--rounds", rounds);
    String text = SafeFiles.readText(data);
    if (text.isEmpty()) {
      throw new InputException(data + " is empty; give a text to measure");
    }
    BpeTokenizer bpe = tokenizer == null ? BpeTrainer.train(text, BpeSettings.of(vocab)) : load();
    printValues(measure(text, bpe));
  }

  private BpeTokenizer load() {
    if (Tokenizers.load(tokenizer) instanceof BpeTokenizer bpe) {
      return bpe;
    }
    throw new InputException(
        tokenizer + " is not a byte-pair tokenizer; choose a byte-pair tokenizer");
  }

  private Map<String, Object> measure(String text, BpeTokenizer bpe) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] longText = repeat(bytes);
    byte[] random = randomWords();
    int[] ids = bpe.encodeBytes(bytes);
    for (int round = -2;
        round < rounds;
        round++) { // The first two rounds warm up the JVM and are not counted.
      time(round, "train", () -> BpeTrainer.train(text, BpeSettings.of(vocab)));
      time(round, "decode", () -> bpe.decodeBytes(ids));
      timeCold(round, "encode", bpe, () -> bpe.encodeBytes(bytes));
      timeCold(round, "long_encode", bpe, () -> bpe.encodeBytes(longText));
      timeCold(round, "long_encode_parallel", bpe, () -> bpe.encodeParallel(longText));
      timeCold(round, "high_entropy_encode", bpe, () -> bpe.encodeBytes(random));
    }
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("megabytes", bytes.length / 1e6);
    results.put("train_seconds", median("train"));
    speed(results, bytes.length, "train", "encode", "decode");
    results.put("tokens", ids.length);
    results.put("tokens_per_byte", (double) ids.length / bytes.length);
    results.put("peak_heap_mb", peakHeap() / 1e6);
    speed(results, longText.length, "long_encode", "long_encode_parallel");
    results.put("processors", Runtime.getRuntime().availableProcessors());
    results.put("parallel_speedup", median("long_encode") / median("long_encode_parallel"));
    speed(results, random.length, "high_entropy_encode");
    return results;
  }

  private void time(int round, String name, Runnable task) {
    long start = System.nanoTime();
    task.run();
    if (round >= 0) {
      seconds.computeIfAbsent(name, n -> new ArrayList<>()).add((System.nanoTime() - start) / 1e9);
    }
  }

  private void timeCold(int round, String name, BpeTokenizer bpe, Runnable task) {
    bpe.clearCache();
    time(round, name, task);
  }

  private void speed(Map<String, Object> results, int bytes, String... tasks) {
    for (String task : tasks) {
      results.put(task + "_mb_per_s", bytes / 1e6 / median(task));
    }
  }

  private double median(String task) {
    return StatUtils.percentile(seconds.get(task).stream().mapToDouble(s -> s).toArray(), 50);
  }

  private static byte[] repeat(byte[] text) {
    int times = (LONG_BYTES + text.length - 1) / text.length;
    return Bytes.concat(Collections.nCopies(times, text).toArray(byte[][]::new));
  }

  /** Returns random words, which rarely repeat, so that the word cache has no effect. */
  private static byte[] randomWords() {
    Random random = new Random(5);
    byte[] words = new byte[RANDOM_BYTES];
    Arrays.fill(words, (byte) ' ');
    for (int i = 0; i < words.length; i++) {
      for (int n = 4 + random.nextInt(13); n > 0 && i < words.length; n--) {
        words[i++] = (byte) ((random.nextBoolean() ? 'a' : 'A') + random.nextInt(26));
      }
    }
    return words;
  }

  /** Returns the sum of the peaks of all heap pools in bytes. */
  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}

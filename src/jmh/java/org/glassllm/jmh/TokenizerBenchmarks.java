package org.glassllm.jmh;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.glassllm.text.Tales;
import org.glassllm.token.BpeSettings;
import org.glassllm.token.BpeTokenizer;
import org.glassllm.token.BpeTrainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Byte-pair encoding of one megabyte; a tenth of a second an operation is 10 MB/s. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmarks {
  private static final int BYTES = 1_000_000;
  private static final BpeSettings SETTINGS = BpeSettings.of(4096);

  /** {@code tales} repeat their words, so that the word cache helps; {@code random} ones do not. */
  @Param({"tales", "random"})
  private String words;

  private String text;
  private byte[] bytes;
  private BpeTokenizer tokenizer;
  private int[] ids;

  /** Makes the text and trains a tokenizer on it. */
  @Setup
  public void prepare() {
    text = "tales".equals(words) ? Tales.generateBytes(1, BYTES) : randomWords();
    bytes = text.getBytes(StandardCharsets.UTF_8);
    tokenizer = BpeTrainer.train(text, SETTINGS);
    ids = tokenizer.encodeBytes(bytes);
  }

  private static String randomWords() {
    Random random = new Random(1);
    StringBuilder b = new StringBuilder();
    while (b.length() < BYTES) {
      random.ints(4 + random.nextInt(12), 'a', 'z' + 1).forEach(c -> b.append((char) c));
      b.append(' ');
    }
    return b.toString();
  }

  /** With words that were met before. */
  @Benchmark
  public int[] encodeWarm() {
    return tokenizer.encodeBytes(bytes);
  }

  /** With an empty word cache. */
  @Benchmark
  public int[] encodeCold() {
    tokenizer.clearCache();
    return tokenizer.encodeBytes(bytes);
  }

  /** All processors, with empty word caches. */
  @Benchmark
  public int[] encodeParallelCold() {
    tokenizer.clearCache();
    return tokenizer.encodeParallel(bytes);
  }

  /** Ids to bytes. */
  @Benchmark
  public byte[] decode() {
    return tokenizer.decodeBytes(ids);
  }

  /** A vocabulary of 4,096. */
  @Benchmark
  public BpeTokenizer train() {
    return BpeTrainer.train(text, SETTINGS);
  }
}

package org.glassllm.jmh;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.files.Tokenizers;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Byte-pair encoding of one megabyte, ours and that of Hugging Face's Rust library through its Java
 * binding. 100 ms per operation is 10 MB/s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenizerBenchmarks {
  private static final int BYTES = 1_000_000;
  private static final BpeSettings SETTINGS = BpeSettings.of(4096);

  /** {@code tales} repeat their words, so the word cache helps; {@code random} words do not. */
  @Param({"tales", "random"})
  private String words;

  private String text;
  private byte[] bytes;
  private BpeTokenizer tokenizer;
  private int[] ids;

  /** Generates the text and trains a tokenizer on it. */
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

  /** Hugging Face's tokenizer with our vocabulary and merges. */
  @State(Scope.Benchmark)
  public static class HuggingFace {
    private HuggingFaceTokenizer tokenizer;

    /** Loads our tokenizer and checks that both give the same ids. */
    @Setup
    public void load(TokenizerBenchmarks ours) throws IOException {
      System.setProperty("ai.djl.offline", "true");
      Path file = Files.createTempFile("tokenizer", ".json");
      try {
        Tokenizers.save(ours.tokenizer, file);
        tokenizer =
            HuggingFaceTokenizer.newInstance(
                file, Map.of("truncation", "false", "padding", "false"));
      } finally {
        Files.delete(file);
      }
      long[] theirs = tokenizer.encode(ours.text, false, false).getIds();
      if (!Arrays.equals(theirs, Arrays.stream(ours.ids).asLongStream().toArray())) {
        throw new IllegalStateException("Hugging Face's ids differ from ours");
      }
    }

    /** Releases the native tokenizer. */
    @TearDown
    public void close() {
      tokenizer.close();
    }
  }

  /** Encodes with warm word caches. */
  @Benchmark
  public int[] encodeWarm() {
    return tokenizer.encodeBytes(bytes);
  }

  /** Encodes with empty word caches. */
  @Benchmark
  public int[] encodeCold() {
    tokenizer.clearCache();
    return tokenizer.encodeBytes(bytes);
  }

  /** Encodes with all processors and empty word caches. */
  @Benchmark
  public int[] encodeParallelCold() {
    tokenizer.clearCache();
    return tokenizer.encodeParallel(bytes);
  }

  /** Encodes with Hugging Face; it computes offsets too, which its binding cannot disable. */
  @Benchmark
  public long[] encodeHuggingFace(HuggingFace theirs) {
    return theirs.tokenizer.encode(text, false, false).getIds();
  }

  /** Decodes ids to bytes. */
  @Benchmark
  public byte[] decode() {
    return tokenizer.decodeBytes(ids);
  }

  /** Trains a vocabulary of 4,096 tokens. */
  @Benchmark
  public BpeTokenizer train() {
    return BpeTrainer.train(text, SETTINGS);
  }
}

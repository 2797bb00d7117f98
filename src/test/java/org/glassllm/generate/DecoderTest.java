package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.model.Alibi;
import org.glassllm.model.FeedForward;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.KvCache;
import org.glassllm.model.LearnedPositions;
import org.glassllm.model.Mask;
import org.glassllm.model.NoPositions;
import org.glassllm.model.Norm;
import org.glassllm.model.Pass;
import org.glassllm.model.Positions;
import org.glassllm.model.Rope;
import org.glassllm.model.SinusoidalPositions;
import org.glassllm.model.Spec;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cached decoding equals the plain computation, with random weights. */
class DecoderTest {
  private static final int CONTEXT = 12;
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Every position, norm and feed-forward, with all, half and one key-value head. */
  static Stream<GptConfig> configurations() {
    List<GptConfig> all = new ArrayList<>();
    for (Positions positions : Spec.all(Positions.class)) {
      for (Norm norm : Spec.all(Norm.class)) {
        for (FeedForward feedForward : Spec.all(FeedForward.class)) {
          for (int kvHeads : new int[] {4, 2, 1}) {
            all.add(
                TinyGpts.builder()
                    .context(CONTEXT)
                    .heads(4)
                    .dim(16)
                    .kvHeads(kvHeads)
                    .positions(positions)
                    .norm(norm)
                    .feedForward(feedForward)
                    .build());
          }
        }
      }
    }
    return all.stream();
  }

  private Gpt gpt(GptConfig config, Kernels kernels) {
    return TinyGpts.initialized(config, kernels, manager, DataType.FLOAT32);
  }

  private static int[] text(int tokens) {
    return Arrays.stream(TinyGpts.ids(1, tokens, 7, 3)).mapToInt(Math::toIntExact).toArray();
  }

  /** Three texts of different lengths; each step appends a chunk to each text. */
  @ParameterizedTest
  @MethodSource("configurations")
  void cachedLogitsEqualUncachedOnes(GptConfig config) {
    Gpt gpt = gpt(config, Kernels.FUSED);
    int[] text = text(CONTEXT), first = {4, 1, 2};
    for (int chunk : new int[] {1, 2, 4, 8}) {
      try (Decoder cached = new Decoder(gpt, true, manager);
          Decoder plain = new Decoder(gpt, false, manager)) {
        cached.select(0, 0, 0);
        plain.select(0, 0, 0);
        int[] read = new int[3];
        for (int step = 0; first[0] + step * chunk <= CONTEXT; step++) {
          int[][] rows = new int[3][];
          for (int r = 0; r < 3; r++) {
            int size = step == 0 ? first[r] : chunk;
            rows[r] = Arrays.copyOfRange(text, read[r], read[r] + size);
            read[r] += size;
          }
          float[][] expected = plain.feedRows(rows), actual = cached.feedRows(rows);
          for (int r = 0; r < 3; r++) {
            assertArrayEquals(expected[r], actual[r], 1e-4f);
            assertEquals(likeliest(expected[r]), likeliest(actual[r]));
          }
        }
      }
    }
  }

  @Test
  void readableKernelsDecodeAlike() {
    GptConfig config = TinyGpts.builder().context(CONTEXT).positions(new Rope()).build();
    Gpt fused = gpt(config, Kernels.FUSED);
    Gpt readable = gpt(config, new Kernels(false, Kernels.FUSED.precision()));
    try (Decoder one = new Decoder(fused, true, manager);
        Decoder other = new Decoder(readable, true, manager)) {
      for (int id : text(3 * CONTEXT)) {
        assertArrayEquals(one.feed(id), other.feed(id), 1e-4f);
      }
    }
  }

  @Test
  void bfloat16IsCachedToo() {
    GptConfig config = TinyGpts.builder().context(CONTEXT).positions(new Rope()).build();
    Gpt half = gpt(config, new Kernels(true, Precision.BFLOAT16));
    try (Decoder cached = new Decoder(half, true, manager);
        Decoder plain = new Decoder(half, false, manager)) {
      for (int id : text(CONTEXT)) {
        assertArrayEquals(plain.feed(id), cached.feed(id), 0.05f); // 8 bits of mantissa
      }
    }
  }

  static Stream<Positions> beyondContext() {
    return Stream.of(new Rope(), new Alibi());
  }

  @ParameterizedTest
  @MethodSource("beyondContext")
  void beyondTheContextACacheEqualsASlidingWindow(Positions positions) {
    Gpt gpt = gpt(TinyGpts.builder().context(CONTEXT).positions(positions).build(), Kernels.FUSED);
    int[] text = text(4 * CONTEXT); // the cache's arrays grow once and move twice
    try (Decoder cached = new Decoder(gpt, true, manager)) {
      for (int t = 0; t < text.length; t++) {
        float[] logits = cached.feed(text[t]);
        assertArrayEquals(windowed(gpt, Arrays.copyOf(text, t + 1)), logits, 1e-4f);
      }
    }
  }

  /** Computes the whole text anew; each token sees the newest tokens only. */
  private float[] windowed(Gpt gpt, int... text) {
    long[] ids = Arrays.stream(text).asLongStream().toArray();
    NDArray input = TinyGpts.array(manager, 1, ids.length, ids);
    Pass pass = Pass.inference(manager, gpt.kernels());
    Pass sliding = pass.with(Mask.causal().and(Mask.window(CONTEXT)));
    return gpt.lastLogits(sliding, input).toFloatArray();
  }

  /** In a model of one layer, keys and values depend on their own token only. */
  @ParameterizedTest
  @MethodSource("beyondContext")
  void sinksEqualASplicedTextInOneLayer(Positions positions) {
    int sinks = 3;
    GptConfig config = TinyGpts.builder().context(CONTEXT).layers(1).positions(positions).build();
    Gpt gpt = gpt(config, Kernels.FUSED);
    int[] text = text(4 * CONTEXT);
    KvCache.Settings settings = new KvCache.Settings(CONTEXT, sinks, Precision.FLOAT32);
    try (Decoder decoder = new Decoder(gpt, Optional.of(settings), manager)) {
      for (int t = 0; t < text.length; t++) {
        float[] logits = decoder.feed(text[t]);
        if (t >= CONTEXT) {
          int[] spliced = Arrays.copyOf(text, CONTEXT);
          System.arraycopy(text, t + 1 - CONTEXT + sinks, spliced, sinks, CONTEXT - sinks);
          assertArrayEquals(lastLogits(gpt, spliced), logits, 1e-4f);
        }
      }
    }
  }

  private float[] lastLogits(Gpt gpt, int... text) {
    try (Decoder plain = new Decoder(gpt, false, manager)) {
      return plain.feed(text);
    }
  }

  @Test
  void sinksNeedPositionsWithoutAnEnd() {
    Gpt gpt = gpt(TinyGpts.builder().positions(new LearnedPositions()).build(), Kernels.FUSED);
    KvCache.Settings settings = new KvCache.Settings(4, 1, Precision.FLOAT32);
    assertThrows(InputException.class, () -> new KvCache(gpt, settings, manager));
  }

  /** Texts of different lengths, which get different numbers of tokens at a time. */
  @ParameterizedTest
  @MethodSource("kindsAndKernels")
  void rowsOfDifferentLengthEqualSingleTexts(GptConfig kind, Kernels kernels) {
    Gpt gpt = gpt(kind.toBuilder().context(CONTEXT).build(), kernels);
    Random random = new Random(1);
    int rows = 4;
    List<Decoder> single = new ArrayList<>();
    try (Decoder together = new Decoder(gpt, true, manager)) {
      together.select(new int[rows]);
      for (int r = 0; r < rows; r++) {
        single.add(new Decoder(gpt, false, manager));
      }
      int[] sizes = new int[rows];
      for (int step = 0; step < 30; step++) {
        int[][] fresh = new int[rows][];
        for (int r = 0; r < rows; r++) {
          int most = Math.max(1, Math.min(4, CONTEXT - sizes[r]));
          fresh[r] = random.ints(1 + random.nextInt(most), 0, 7).toArray();
          sizes[r] += fresh[r].length;
        }
        boolean within = Arrays.stream(sizes).allMatch(s -> s <= CONTEXT);
        float[][] logits = together.feedRows(fresh);
        for (int r = 0; r < rows; r++) {
          float[] expected = single.get(r).feed(fresh[r]);
          if (within || !gpt.readsBeyondContext()) { // a sliding window is another model
            assertArrayEquals(expected, logits[r], 1e-4f);
          }
        }
      }
    }
    single.forEach(Decoder::close);
  }

  static Stream<Arguments> kindsAndKernels() {
    return TinyGpts.kinds()
        .flatMap(
            kind -> Stream.of(Kernels.FUSED, Kernels.READABLE).map(k -> Arguments.of(kind, k)));
  }

  @Test
  void aBfloat16CacheIsCloseToFloat32() {
    Gpt gpt = gpt(TinyGpts.builder().context(CONTEXT).positions(new Rope()).build(), Kernels.FUSED);
    KvCache.Settings half = new KvCache.Settings(CONTEXT, 0, Precision.BFLOAT16);
    KvCache.Settings full = KvCache.Settings.of(CONTEXT);
    try (Decoder one = new Decoder(gpt, Optional.of(half), manager);
        Decoder other = new Decoder(gpt, Optional.of(full), manager)) {
      double largest = 0;
      for (int id : text(3 * CONTEXT)) {
        float[] a = one.feed(id), b = other.feed(id);
        assertArrayEquals(b, a, 0.05f); // 8 bits of mantissa
        largest = Math.max(largest, Math.abs(a[0] - b[0]));
      }
      assertTrue(largest > 0);
      one.select(0, 0);
      assertEquals(one.cacheBytes(), other.cacheBytes()); // two texts in half the bytes
    }
  }

  @Test
  void sinksRefuseABfloat16Cache() {
    assertThrows(InputException.class, () -> new KvCache.Settings(CONTEXT, 2, Precision.BFLOAT16));
  }

  @Test
  void postNormWithoutBiasesDecodesAlike() {
    GptConfig config = TinyGpts.builder().context(CONTEXT).preNorm(false).bias(false).build();
    Gpt gpt = gpt(config, Kernels.FUSED);
    try (Decoder cached = new Decoder(gpt, true, manager)) {
      assertArrayEquals(lastLogits(gpt, 1, 2, 3), cached.feed(1, 2, 3), 1e-4f);
    }
  }

  @Test
  void float64IsCachedToo() {
    GptConfig config = TinyGpts.builder().context(CONTEXT).positions(new Rope()).build();
    Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
    try (Decoder cached = new Decoder(gpt, true, manager);
        Decoder plain = new Decoder(gpt, false, manager)) {
      for (int id : text(CONTEXT)) {
        assertArrayEquals(plain.feed(id), cached.feed(id), 1e-5f);
      }
    }
  }

  /** A prompt longer than the context keeps its first tokens. */
  @ParameterizedTest
  @MethodSource("beyondContext")
  void sinksOfALongPromptAreItsFirstTokens(Positions positions) {
    GptConfig config = TinyGpts.builder().context(CONTEXT).positions(positions).build();
    Gpt gpt = gpt(config, Kernels.FUSED);
    int[] text = text(2 * CONTEXT), spliced = Arrays.copyOf(text, CONTEXT);
    System.arraycopy(text, CONTEXT + 3, spliced, 3, CONTEXT - 3);
    KvCache.Settings settings = new KvCache.Settings(CONTEXT, 3, Precision.FLOAT32);
    try (Decoder decoder = new Decoder(gpt, Optional.of(settings), manager)) {
      assertArrayEquals(lastLogits(gpt, spliced), decoder.feed(text), 1e-4f);
    }
  }

  @Test
  void aWindowMayBeShorterThanTheContext() {
    Gpt gpt = gpt(TinyGpts.builder().context(CONTEXT).positions(new Rope()).build(), Kernels.FUSED);
    try (Decoder decoder = new Decoder(gpt, Optional.of(KvCache.Settings.of(5)), manager)) {
      int[] text = text(CONTEXT);
      int[] newest = Arrays.copyOfRange(text, CONTEXT - 5, CONTEXT);
      assertArrayEquals(lastLogits(gpt, newest), decoder.feed(text), 1e-4f);
    }
    KvCache.Settings larger = KvCache.Settings.of(CONTEXT + 1);
    assertThrows(InputException.class, () -> new Decoder(gpt, Optional.of(larger), manager));
  }

  @Test
  void readableKernelsRefuseABfloat16Cache() {
    Gpt gpt = gpt(TinyGpts.builder().build(), Kernels.READABLE);
    KvCache.Settings half = new KvCache.Settings(4, 0, Precision.BFLOAT16);
    try (Decoder decoder = new Decoder(gpt, Optional.of(half), manager)) {
      assertThrows(InputException.class, () -> decoder.feed(1));
    }
  }

  static Stream<Positions> withinContext() {
    return Stream.of(new LearnedPositions(), new SinusoidalPositions(), new NoPositions());
  }

  @ParameterizedTest
  @MethodSource("withinContext")
  void otherPositionsReadTheNewestContextAnew(Positions positions) {
    Gpt gpt = gpt(TinyGpts.builder().context(CONTEXT).positions(positions).build(), Kernels.FUSED);
    try (Decoder cached = new Decoder(gpt, true, manager);
        Decoder plain = new Decoder(gpt, false, manager)) {
      for (int id : text(3 * CONTEXT)) {
        assertArrayEquals(plain.feed(id), cached.feed(id), 1e-4f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, CONTEXT, 30})
  void greedyTextsEqualUncachedOnes(int promptLength) {
    Gpt gpt = gpt(TinyGpts.builder().context(CONTEXT).build(), Kernels.FUSED);
    int[] prompt = text(promptLength);
    try (Decoder cached = new Decoder(gpt, true, manager);
        Decoder plain = new Decoder(gpt, false, manager)) {
      int[] one = prompt, other = prompt;
      for (int step = 0; step < 40; step++) {
        one = new int[] {likeliest(cached.feed(one))};
        other = new int[] {likeliest(plain.feed(other))};
        assertArrayEquals(other, one);
      }
    }
  }

  private static int likeliest(float... logits) {
    return TokenDistribution.of(logits, Sampling.GREEDY).ids()[0];
  }

  @Test
  void severalTokensMayNotExceedTheWindow() {
    Gpt gpt = gpt(TinyGpts.builder().context(CONTEXT).build(), Kernels.FUSED);
    try (KvCache cache = new KvCache(gpt, KvCache.Settings.of(4), manager)) {
      assertThrows(IllegalArgumentException.class, () -> cache.append(new int[5]));
      assertEquals(0, cache.position(0));
    }
  }

  @Test
  void decodingKeepsNoArraysOfAStep() {
    Gpt gpt = gpt(TinyGpts.builder().positions(new Rope()).build(), Kernels.FUSED);
    try (Decoder cached = new Decoder(gpt, true, manager)) {
      int before = 0;
      for (int i = 1; i <= 60; i++) { // position tables grow at 17 and 33 tokens
        cached.feed(i % 7);
        before = i == 40 ? manager.getManagedArrays().size() : before;
      }
      assertEquals(before, manager.getManagedArrays().size());
    }
  }
}

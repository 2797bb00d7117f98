package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

  @ParameterizedTest
  @MethodSource("configurations")
  void cachedLogitsEqualUncachedOnes(GptConfig config) {
    Gpt gpt = gpt(config, Kernels.FUSED);
    int[] text = text(CONTEXT);
    for (int chunk : new int[] {1, 2, 5, CONTEXT}) {
      try (Decoder cached = new Decoder(gpt, true, manager);
          Decoder plain = new Decoder(gpt, false, manager)) {
        for (int from = 0; from < text.length; from += chunk) {
          int[] part = Arrays.copyOfRange(text, from, Math.min(from + chunk, text.length));
          assertArrayEquals(plain.feed(part), cached.feed(part), 1e-4f);
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

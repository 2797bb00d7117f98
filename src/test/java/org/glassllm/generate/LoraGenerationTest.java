package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.model.TinyGpts;
import org.glassllm.model.TinyLoras;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model with adapters generates the same text with and without a cache. */
class LoraGenerationTest {
  private static final int[] PROMPT = {3, 1};
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Decodes greedily up to the context; returns the logits of each step. */
  private List<float[]> decode(LanguageModel model, boolean cached) {
    List<float[]> steps = new ArrayList<>();
    try (Decoder decoder = new Decoder(model, cached, manager)) {
      steps.add(decoder.feed(PROMPT));
      while (steps.size() < model.context() - 1) {
        steps.add(decoder.feed(likeliest(steps.get(steps.size() - 1))));
      }
    }
    return steps;
  }

  private static int likeliest(float... logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      best = logits[id] > logits[best] ? id : best;
    }
    return best;
  }

  private static void assertClose(List<float[]> expected, List<float[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), 1e-4f);
      assertEquals(likeliest(expected.get(i)), likeliest(actual.get(i)));
    }
  }

  private static void assertSame(List<float[]> expected, List<float[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
    }
  }

  private static boolean differ(List<float[]> one, List<float[]> other) {
    return Math.abs(one.get(0)[0] - other.get(0)[0]) > 1e-3;
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void cachedStepsSeeTheUpdatesAndTheirChanges(GptConfig config) {
    for (List<String> targets : List.of(TinyLoras.everyMatrix(config), TinyLoras.PARTS)) {
      LoraModel lora = TinyLoras.random(config, Kernels.FUSED, manager, DataType.FLOAT32, targets);
      List<float[]> base = decode(lora.base(), true), before = decode(lora, true);
      assertClose(decode(lora, false), before);
      assertTrue(differ(base, before));
      assertSame(decode(lora.merged(manager), true), before);
      TinyLoras.shift(lora, manager, 0.3f);
      List<float[]> after = decode(lora, true);
      assertTrue(differ(before, after));
      assertClose(decode(lora, false), after);
      assertSame(base, decode(lora.base(), true));
    }
  }

  @Test
  void zeroUpdatesGiveTheCachedBitsOfTheBase() {
    GptConfig config = TinyGpts.builder().kvHeads(1).build();
    for (Kernels kernels : List.of(Kernels.FUSED, Kernels.READABLE)) {
      Gpt base = TinyGpts.initialized(config, kernels, manager, DataType.FLOAT32);
      LoraConfig settings = new LoraConfig(2, 4, 0.5, TinyLoras.everyMatrix(config));
      assertSame(decode(base, true), decode(TinyLoras.zero(base, manager, settings), true));
    }
  }

  @Test
  void readableKernelsDecodeAlike() {
    GptConfig config = TinyGpts.builder().build();
    LoraModel readable =
        TinyLoras.random(config, Kernels.READABLE, manager, DataType.FLOAT32, TinyLoras.PARTS);
    assertClose(decode(readable, false), decode(readable, true));
  }

  @Test
  void sumsOfOlderStepsAreReleased() {
    GptConfig config = TinyGpts.builder().build();
    LoraModel lora =
        TinyLoras.random(config, Kernels.FUSED, manager, DataType.FLOAT32, TinyLoras.PARTS);
    int[] arrays = new int[6];
    for (int i = 0; i < arrays.length; i++) {
      decode(lora, true);
      TinyLoras.shift(lora, manager, 0.1f);
      arrays[i] = manager.getManagedArrays().size();
    }
    assertEquals(arrays[1], arrays[5]);
  }
}

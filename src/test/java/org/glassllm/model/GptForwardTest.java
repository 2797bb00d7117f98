package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GptForwardTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Gpt gpt(GptConfig config) {
    return TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
  }

  private double[] logits(Gpt gpt, int rows, long... ids) {
    return logits(gpt, TinyGpts.array(manager, rows, ids.length / rows, ids), false);
  }

  private double[] logits(Gpt gpt, NDArray ids, boolean training) {
    return gpt.logits(Pass.of(manager, gpt.kernels(), training), ids).toDoubleArray();
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void logitsEqualThoseOfLoopsOverJavaNumbers(GptConfig config) {
    Gpt gpt = gpt(config);
    long[] ids = TinyGpts.ids(1, config.context(), config.vocabSize(), 1);
    double[] expected =
        Arrays.stream(new PlainGpt(gpt).logits(ids)).flatMapToDouble(Arrays::stream).toArray();
    // float64 models also have float64 sines, cosines and constants
    assertArrayEquals(expected, logits(gpt, 1, ids), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void futureTokensDoNotChangeEarlierOutputs(GptConfig config) {
    Gpt gpt = gpt(config);
    int t = config.context(), v = config.vocabSize();
    long[] ids = TinyGpts.ids(1, t, v, 2);
    double[] before = logits(gpt, 1, ids);
    for (int changed = 1; changed < t; changed++) {
      long[] other = ids.clone();
      other[changed] = (other[changed] + 1) % v;
      double[] after = logits(gpt, 1, other);
      assertArrayEquals(
          Arrays.copyOf(before, changed * v), Arrays.copyOf(after, changed * v), 1e-12);
      assertNotEquals(before[changed * v], after[changed * v]);
    }
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void rowsOfABatchAreIndependent(GptConfig config) {
    Gpt gpt = gpt(config);
    int t = config.context(), n = t * config.vocabSize();
    long[] two = TinyGpts.ids(2, t, config.vocabSize(), 3);
    double[] both = logits(gpt, 2, two);
    assertArrayEquals(
        Arrays.copyOfRange(both, n, 2 * n),
        logits(gpt, 1, Arrays.copyOfRange(two, t, 2 * t)),
        1e-12);
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void cachedLogitsEqualThoseOfTheWholeText(GptConfig config) {
    Gpt gpt = gpt(config);
    int t = config.context(), v = config.vocabSize();
    long[] ids = TinyGpts.ids(1, t, v, 4);
    double[] whole = logits(gpt, 1, ids);
    ConcatCache cache = new ConcatCache();
    for (int from = 0; from < t; from += 2) { // two at a time: the mask must be shifted too
      NDArray part = TinyGpts.array(manager, 1, 2, ids[from], ids[from + 1]);
      Pass pass = Pass.of(manager, gpt.kernels(), false).with(cache);
      double[] some = gpt.apply(pass, part).toDoubleArray();
      assertArrayEquals(Arrays.copyOfRange(whole, from * v, (from + 2) * v), some, 1e-10);
      cache.advance(2);
    }
  }

  /** The simplest cache: concatenated arrays. */
  private static final class ConcatCache implements KeyValueCache {
    private final Map<Integer, NDList> layers = new HashMap<>();
    private int length;

    void advance(int tokens) {
      length += tokens;
    }

    @Override
    public int[] lengths() {
      return new int[] {length};
    }

    @Override
    public int[] positions() {
      return new int[] {length};
    }

    @Override
    public NDList append(int layer, NDArray key, NDArray value) {
      return layers.merge(
          layer,
          new NDList(key, value),
          (old, more) ->
              new NDList(
                  NDArrays.concat(new NDList(old.get(0), key), 2),
                  NDArrays.concat(new NDList(old.get(1), value), 2)));
    }
  }

  @Test
  void dropoutActsInTrainingOnly() {
    Gpt gpt = gpt(TinyGpts.builder().dropout(0.5).build());
    NDArray ids = TinyGpts.array(manager, 1, 6, TinyGpts.ids(1, 6, 7, 5));
    double[] still = logits(gpt, ids, false);
    assertArrayEquals(still, logits(gpt, ids, false));
    assertNotEquals(still[0], logits(gpt, ids, true)[0]);
  }

  @Test
  void aTextLongerThanLearnedPositionsIsRefused() {
    Gpt gpt = gpt(TinyGpts.builder().build());
    NDArray ids = TinyGpts.array(manager, 1, 7, TinyGpts.ids(1, 7, 7, 5));
    InputException e = assertThrows(InputException.class, () -> logits(gpt, ids, false));
    assertTrue(e.getMessage().contains("7 tokens") && e.getMessage().contains("6"));
  }

  @Test
  void gpt2HasThePapersParameterCount() {
    GptConfig small = GptConfig.builder().build();
    assertEquals(124_439_808L, new org.glassllm.evaluate.ModelCosts(small).parameters());
    GptConfig xl = GptConfig.builder().layers(48).heads(25).dim(1600).build();
    assertEquals(1_557_611_200L, new org.glassllm.evaluate.ModelCosts(xl).parameters());
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void costsCountTheModelsParameters(GptConfig config) {
    assertEquals(
        gpt(config).parameterCount(), new org.glassllm.evaluate.ModelCosts(config).parameters());
  }

  @Test
  void residualProjectionsStartSmallerBySqrt2L() {
    GptConfig config =
        GptConfig.builder().vocabSize(50).context(8).layers(8).heads(4).dim(256).build();
    Gpt gpt = new Gpt(config);
    gpt.initialize(manager, DataType.FLOAT32);
    assertEquals(0.02, deviation(gpt, "h.3.attn.c_attn.weight"), 0.0005);
    assertEquals(0.02 / 4, deviation(gpt, "h.3.attn.c_proj.weight"), 0.0002);
    assertEquals(0.02 / 4, deviation(gpt, "h.3.mlp.c_proj.weight"), 0.0002);
    assertEquals(0, gpt.namedParameters().get("h.3.mlp.c_fc.bias").getArray().sum().getFloat());
  }

  private static double deviation(Gpt gpt, String name) {
    return Math.sqrt(gpt.namedParameters().get(name).getArray().square().mean().getFloat());
  }
}

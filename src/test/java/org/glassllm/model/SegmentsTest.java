package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.NextToken;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Padding and packing change neither the loss of fine-tuning nor a gradient. */
class SegmentsTest {
  private static final int PAD = 0;
  private static final List<Example> TEXTS =
      List.of(
          Example.of(new int[] {1, 2}, 3, 4, 5),
          Example.of(new int[] {6}, 2, 1),
          Example.of(new int[] {3, 1, 4}, 1, 5, 6),
          Example.of(new int[] {2}, 5));

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** The loss, followed by the gradient of every parameter. */
  @SuppressWarnings("try") // autograd records until the resource is closed
  private List<double[]> lossAndGradients(Gpt gpt, Batch... batches) {
    List<NDArray> weights =
        gpt.namedParameters().values().stream().map(Parameter::getArray).toList();
    weights.forEach(w -> w.setRequiresGradient(true));
    List<double[]> sums = new ArrayList<>();
    for (Batch batch : batches) {
      try (NDManager scope = manager.newSubManager();
          Autograd.Recording recording = Autograd.record()) {
        NDArray loss = new NextToken(gpt).sum(Pass.of(scope, gpt.kernels(), true), batch);
        List<double[]> found = new ArrayList<>(List.of(loss.toDoubleArray()));
        Autograd.gradients(loss, weights).forEach(g -> found.add(g.toDoubleArray()));
        if (sums.isEmpty()) {
          sums.addAll(found);
        } else {
          for (int i = 0; i < found.size(); i++) {
            double[] sum = sums.get(i), term = found.get(i);
            Arrays.setAll(sum, j -> sum[j] + term[j]);
          }
        }
      }
    }
    return sums;
  }

  private static void same(String what, List<double[]> expected, List<double[]> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), 1e-11, what + ", array " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void paddingAndPackingEqualSeparateTexts(GptConfig config) {
    for (Kernels kernels : List.of(Kernels.FUSED, Kernels.READABLE)) {
      Gpt gpt = TinyGpts.initialized(config, kernels, manager, DataType.FLOAT64);
      Collator right = new Collator(PAD), left = new Collator(PAD, Collator.Side.LEFT);
      Batch[] each = TEXTS.stream().map(text -> right.batch(List.of(text))).toArray(Batch[]::new);
      List<double[]> expected = lossAndGradients(gpt, each);
      same("right padding", expected, lossAndGradients(gpt, right.batch(TEXTS)));
      same("left padding", expected, lossAndGradients(gpt, left.batch(TEXTS)));
      List<List<Example>> rows = List.of(TEXTS.subList(0, 2), TEXTS.subList(2, 4));
      same("packed", expected, lossAndGradients(gpt, right.packed(rows)));
      same("packed on the right", expected, lossAndGradients(gpt, left.packed(rows)));
    }
  }

  @Test
  void aPaddedTokenHasNoGradient() {
    GptConfig config = TinyGpts.builder().tiedHead(false).build();
    Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
    int table = List.copyOf(gpt.namedParameters().keySet()).indexOf("wte.weight");
    for (Collator.Side side : Collator.Side.values()) {
      Batch batch = new Collator(PAD, side).batch(TEXTS); // no text contains PAD
      double[] gradient = lossAndGradients(gpt, batch).get(1 + table); // (V, C)
      assertArrayEquals(new double[8], Arrays.copyOf(gradient, 8), 0.0);
      assertTrue(Arrays.stream(gradient, 8, 16).anyMatch(g -> g != 0));
    }
  }

  @Test
  void packedRowsMayExceedTheContext() {
    Gpt gpt =
        TinyGpts.initialized(TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT64);
    Batch packed = new Collator(PAD).packed(List.of(TEXTS));
    assertTrue(packed.tokens() > gpt.context());
    Batch padded = new Collator(PAD).batch(TEXTS);
    assertEquals(
        lossAndGradients(gpt, padded).get(0)[0], lossAndGradients(gpt, packed).get(0)[0], 1e-11);
  }

  @Test
  void segmentsExcludeACache() {
    KeyValueCache cache =
        new KeyValueCache() {
          @Override
          public int[] lengths() {
            return new int[] {2};
          }

          @Override
          public int[] positions() {
            return lengths();
          }

          @Override
          public NDList append(int layer, NDArray key, NDArray value) {
            return new NDList(key, value);
          }
        };
    Batch left = new Collator(PAD, Collator.Side.LEFT).batch(TEXTS);
    Pass pass = Pass.inference(manager, Kernels.FUSED);
    Pass cached = pass.with(cache), padded = pass.with(left.segments());
    String message =
        assertThrows(InputException.class, () -> cached.with(left.segments())).getMessage();
    assertTrue(message.contains("cache: 2 tokens"), message);
    assertThrows(InputException.class, () -> padded.with(cache));
  }
}

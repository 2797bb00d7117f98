package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskTest {
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = Torch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Returns a visibility matrix as text, one digit per key. */
  private String[] visible(Mask mask, int rows, int tq, int tk) {
    NDArray all = mask.visible(manager, tq, tk).toType(DataType.INT32, false);
    int[] flat = all.broadcast(rows, tq, tk).toIntArray();
    String[] lines = new String[rows * tq];
    for (int i = 0; i < lines.length; i++) {
      StringBuilder line = new StringBuilder();
      Arrays.stream(flat, i * tk, (i + 1) * tk).forEach(line::append);
      lines[i] = line.toString();
    }
    return lines;
  }

  @Test
  void eachMaskHidesWhatItsNameSays() {
    assertArrayEquals(new String[] {"111", "111"}, visible(Mask.none(), 1, 2, 3));
    assertArrayEquals(new String[] {"100", "110", "111"}, visible(Mask.causal(), 1, 3, 3));
    assertArrayEquals(new String[] {"110", "111"}, visible(Mask.causal(), 1, 2, 3));
    Mask window = Mask.causal().and(Mask.window(2));
    assertArrayEquals(new String[] {"1000", "1100", "0110", "0011"}, visible(window, 1, 4, 4));
    Mask padding = Mask.padding(new int[] {0, 1}, new int[] {2, 3});
    assertArrayEquals(new String[] {"110", "011"}, visible(padding, 2, 1, 3));
  }

  @Test
  void offsetsShiftEachRowSeparately() {
    assertArrayEquals(
        new String[] {"1000", "1100", "1110", "1111"}, visible(Mask.causal(0, 2), 2, 2, 4));
  }

  @Test
  void equalMasksAreEqualValues() {
    assertEquals(Mask.causal(1, 2), Mask.causal(1, 2));
    assertEquals(Mask.causal().and(Mask.window(3)), Mask.causal().and(Mask.window(3)));
    assertThrows(InputException.class, () -> Mask.window(0));
    assertThrows(InputException.class, () -> Mask.padding(new int[] {2}, new int[] {2}));
  }

  @Test
  void theCheapestFormIsChosen() {
    assertInstanceOf(ScoreMask.Causal.class, of(Mask.causal(), 4, 4));
    assertInstanceOf(ScoreMask.Open.class, of(Mask.causal(), 1, 4));
    assertInstanceOf(ScoreMask.Open.class, of(Mask.none(), 3, 4));
    assertInstanceOf(ScoreMask.Additive.class, of(Mask.causal(), 2, 4));
    assertInstanceOf(ScoreMask.Additive.class, of(Mask.causal().and(Mask.window(2)), 4, 4));
  }

  private ScoreMask of(Mask mask, int tq, int tk) {
    return ScoreMask.of(mask, manager, tq, tk, DataType.FLOAT32);
  }

  @Test
  void aQueryWithoutVisibleKeysGivesNoNaN() {
    Mask left = Mask.causal().and(Mask.padding(new int[] {2}, new int[] {3})); // 2 padded queries
    NDArray x = manager.randomNormal(new Shape(1, 1, 3, 4));
    for (Kernels kernels : new Kernels[] {Kernels.READABLE, Kernels.FUSED}) {
      Pass pass = Pass.inference(manager, kernels);
      NDArray y = ScaledDotProductAttention.apply(pass, x, x, x, of(left, 3, 3), 0);
      assertEquals(0, y.isNaN().toType(DataType.INT64, false).sum().getLong());
      assertArrayEquals(
          x.get(new NDIndex("0, 0, 2")).toFloatArray(),
          y.get(new NDIndex("0, 0, 2")).toFloatArray(),
          1e-6f);
    }
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void leftPaddingDoesNotChangeTheLogits(GptConfig config) {
    if (!(config.positions() instanceof Rope || config.positions() instanceof Alibi)) {
      return; // padding shifts absolute positions
    }
    Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
    NDArray text = TinyGpts.array(manager, 1, 4, 1, 2, 3, 4);
    NDArray padded = TinyGpts.array(manager, 1, 6, 0, 0, 1, 2, 3, 4);
    Mask mask = Mask.causal().and(Mask.padding(new int[] {2}, new int[] {6}));
    Pass pass = Pass.inference(manager, gpt.kernels());
    assertArrayEquals(
        gpt.logits(pass, text).toDoubleArray(),
        gpt.logits(pass.with(mask), padded).get(new NDIndex(":, 2:")).toDoubleArray(),
        1e-9);
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void laterTokensOutsideTheWindowHaveNoInfluence(GptConfig config) {
    Gpt gpt =
        TinyGpts.initialized(
            config.toBuilder().layers(1).build(), Kernels.FUSED, manager, DataType.FLOAT64);
    Pass pass = Pass.inference(manager, gpt.kernels()).with(Mask.causal().and(Mask.window(2)));
    double[][] logits = new double[2][];
    for (int i = 0; i < 2; i++) {
      NDArray ids = TinyGpts.array(manager, 1, 6, i, 2, 3, 4, 5, 6);
      logits[i] = gpt.logits(pass, ids).get(new NDIndex(":, 2:")).toDoubleArray();
    }
    assertArrayEquals(logits[0], logits[1], 1e-12);
  }
}

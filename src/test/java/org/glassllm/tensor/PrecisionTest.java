package org.glassllm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.model.Embedding;
import org.glassllm.model.LayerNorm;
import org.glassllm.model.Linear;
import org.glassllm.model.RmsNorm;
import org.junit.jupiter.api.Test;

class PrecisionTest {
  private static final Kernels HALF = new Kernels(true, Precision.BFLOAT16);

  @Test
  void autoChoosesOneAndNamesAreRead() {
    assertTrue(List.of(Precision.values()).contains(Precision.auto(Device.cpu())));
    assertEquals(Precision.FLOAT32, Precision.named("float32"));
    assertEquals(Precision.BFLOAT16, Precision.named("bfloat16"));
    assertThrows(InputException.class, () -> Precision.named("float16"));
    assertThrows(InputException.class, () -> Kernels.named("readable", Precision.BFLOAT16));
  }

  @Test
  @SuppressWarnings("try") // the collector is only held open
  void productsAreBfloat16AndGradientsFloat32() {
    try (NDManager manager = Torch.manager()) {
      NDArray x = manager.ones(new Shape(2, 3)).mul(1.001f); // between two bfloat16 numbers
      NDArray weight = manager.ones(new Shape(3, 4)), bias = manager.zeros(new Shape(4));
      List<NDArray> parameters = List.of(weight, bias);
      parameters.forEach(p -> p.setRequiresGradient(true));
      List<NDArray> gradients;
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray y = Linear.apply(HALF, x, weight, Optional.of(bias));
        assertEquals(3f, y.toType(DataType.FLOAT32, true).getFloat(0, 0));
        NDArray stream = x.sum(new int[] {1}, true).add(y); // the residual stream stays float32
        assertEquals(DataType.FLOAT32, stream.getDataType());
        assertEquals(6.003f, stream.getFloat(0, 0), 1e-5f);
        gradients = Autograd.gradients(stream.sum(), parameters);
      }
      gradients.forEach(g -> assertEquals(DataType.FLOAT32, g.getDataType()));
      assertEquals(2f, gradients.get(0).getFloat(0, 0));
    }
  }

  @Test
  void normsLogitsAndLossAreFloat32() {
    try (NDManager manager = Torch.manager()) {
      NDArray x = manager.ones(new Shape(2, 4)), gain = manager.ones(new Shape(4));
      NDArray half = Linear.apply(HALF, x, manager.ones(new Shape(4, 4)), Optional.empty());
      assertEquals(
          DataType.FLOAT32,
          new LayerNorm().apply(HALF, half, gain, Optional.empty()).getDataType());
      assertEquals(DataType.FLOAT32, new RmsNorm().apply(HALF, half, gain).getDataType());
      NDArray logits = Embedding.unembed(HALF, half, manager.ones(new Shape(5, 4)));
      assertEquals(DataType.FLOAT32, logits.getDataType());
      NDArray targets = manager.create(new long[] {1, -100});
      assertEquals(Math.log(5), CrossEntropy.sum(HALF, logits, targets).getFloat(), 1e-4);
    }
  }

  @Test
  void float64StaysFloat64() {
    try (NDManager manager = Torch.manager()) {
      NDArray x = manager.ones(new Shape(2, 3), DataType.FLOAT64);
      NDArray y =
          Linear.apply(HALF, x, manager.ones(new Shape(3, 4), DataType.FLOAT64), Optional.empty());
      assertEquals(DataType.FLOAT64, y.getDataType());
    }
  }
}

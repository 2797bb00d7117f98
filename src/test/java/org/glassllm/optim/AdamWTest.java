package org.glassllm.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 0);

  private static Parameter parameter(NDManager m, String name, Shape shape, double... values) {
    Parameter p = Parameter.builder().setName(name).setType(Parameter.Type.OTHER).build();
    NDArray array = m.create(values, shape);
    p.setArray(array);
    return p;
  }

  private static List<NDArray> gradients(NDManager m, double[] matrix, double[] vector) {
    return List.of(
        m.create(matrix, new Shape(1, matrix.length)), m.create(vector, new Shape(vector.length)));
  }

  /** Computes PyTorch's documented algorithm one number at a time. */
  private static double[] adamW(double w, double decay, double lr, double... gradients) {
    double m = 0, v = 0;
    double[] path = new double[gradients.length];
    for (int t = 1; t <= gradients.length; t++) {
      double g = gradients[t - 1];
      w -= lr * decay * w;
      m = 0.9 * m + 0.1 * g;
      v = 0.95 * v + 0.05 * g * g;
      w -= lr * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.95, t))) + 1e-8);
      path[t - 1] = w;
    }
    return path;
  }

  @Test
  void stepsFollowTheFormulaAndOnlyMatricesDecay() {
    double[] g = {0.5, -2, 0.1, 3};
    try (NDManager m = Torch.manager()) {
      Map<String, Parameter> parameters = new LinkedHashMap<>();
      parameters.put("matrix", parameter(m, "matrix", new Shape(1, 2), 1.5, -0.5));
      parameters.put("vector", parameter(m, "vector", new Shape(1), 1.5));
      AdamW optimizer = new AdamW(parameters, SETTINGS, Kernels.FUSED, m);
      for (int t = 0; t < g.length; t++) {
        optimizer.step(gradients(m, new double[] {g[t], -g[t]}, new double[] {g[t]}), 0.01);
        double[] matrix = parameters.get("matrix").getArray().toDoubleArray();
        double[] vector = parameters.get("vector").getArray().toDoubleArray();
        assertEquals(adamW(1.5, 0.1, 0.01, g)[t], matrix[0], 1e-9);
        assertEquals(adamW(-0.5, 0.1, 0.01, -0.5, 2, -0.1, -3)[t], matrix[1], 1e-9);
        assertEquals(adamW(1.5, 0, 0.01, g)[t], vector[0], 1e-9);
      }
      assertEquals(4, optimizer.steps());
    }
  }

  @Test
  void clippingScalesAllGradientsByOneFactor() {
    try (NDManager m = Torch.manager()) {
      Map<String, Parameter> parameters = new LinkedHashMap<>();
      parameters.put("matrix", parameter(m, "matrix", new Shape(1, 2), 0, 0));
      parameters.put("vector", parameter(m, "vector", new Shape(1), 0));
      AdamW.Settings clipped = new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1);
      AdamW optimizer = new AdamW(parameters, clipped, Kernels.FUSED, m);
      double norm = optimizer.step(gradients(m, new double[] {3, 4}, new double[] {12}), 0.01);
      assertEquals(13, norm, 1e-9);
      // m = 0.1 · g / 13 (PyTorch divides by the norm + 1e-6)
      assertArrayEquals(
          new double[] {0.3 / 13, 0.4 / 13},
          optimizer.firstMoments().get("matrix").toDoubleArray(),
          1e-8);
      assertEquals(
          0.05 * 144 / 169, optimizer.secondMoments().get("vector").toDoubleArray()[0], 1e-6);
    }
  }

  @Test
  void illegalSettingsAreRefused() {
    assertThrows(InputException.class, () -> new AdamW.Settings(1, 0.9, 1e-8, 0, 0));
    assertThrows(InputException.class, () -> new AdamW.Settings(0.9, -0.1, 1e-8, 0, 0));
    assertThrows(InputException.class, () -> new AdamW.Settings(0.9, 0.9, 0, 0, 0));
    assertThrows(InputException.class, () -> new AdamW.Settings(0.9, 0.9, 1e-8, -1, 0));
    assertThrows(InputException.class, () -> new AdamW.Settings(0.9, 0.9, 1e-8, 0, -1));
  }
}

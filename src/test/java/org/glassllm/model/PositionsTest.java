package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.Test;

class PositionsTest {

  @Test
  void sinusoidsEqualThePapers() {
    try (NDManager m = Torch.manager()) {
      double[] row =
          new SinusoidalPositions().encoding(m, 3, 1, 4, DataType.FLOAT64).toDoubleArray();
      assertArrayEquals(
          new double[] {Math.sin(3), Math.cos(3), Math.sin(0.03), Math.cos(0.03)}, row, 1e-12);
    }
  }

  @Test
  void rotatedProductsDependOnTheDistanceOnly() {
    try (NDManager m = Torch.manager()) {
      NDArray q = m.create(new double[] {1, 2, 3, 4, 5, 6}, new Shape(1, 1, 1, 6));
      NDArray k = m.create(new double[] {-1, 0.5, 2, 0, 1, -2}, new Shape(1, 1, 1, 6));
      double near = product(m, q, k, 5, 2);
      assertEquals(near, product(m, q, k, 103, 100), 1e-9);
      assertNotEquals(near, product(m, q, k, 5, 3), 1e-3);
      assertEquals(
          Math.sqrt(91), Math.sqrt(product(m, q, q, 9, 9)), 1e-9, "rotation keeps the length");
    }
  }

  private static double product(NDManager m, NDArray q, NDArray k, int i, int j) {
    NDArray a = turn(m, q, i);
    NDArray b = turn(m, k, j);
    return a.mul(b).sum().getDouble();
  }

  private static NDArray turn(NDManager m, NDArray x, int position) {
    return Rope.rotate(Kernels.FUSED, x, new Rope().tables(m, position, 1, 6, DataType.FLOAT64));
  }

  @Test
  void alibiSlopesEqualThePapers() {
    assertArrayEquals(
        new double[] {1 / 2., 1 / 4., 1 / 8., 1 / 16., 1 / 32., 1 / 64., 1 / 128., 1 / 256.},
        Alibi.slopes(8));
    double[] twelve = Alibi.slopes(12);
    assertEquals(1 / 2., twelve[0]);
    assertEquals(Math.pow(2, -0.5), twelve[8], 1e-12);
    assertEquals(Math.pow(2, -1.5), twelve[9], 1e-12);
  }

  @Test
  void alibiPenalizesDistance() {
    try (NDManager m = Torch.manager()) {
      double hidden = Double.NEGATIVE_INFINITY, slope = 1 / 16.;
      NDArray bias = Alibi.causalBias(m, 3, 2, DataType.FLOAT64);
      assertEquals(new Shape(2, 3, 3), bias.getShape());
      assertArrayEquals(
          new double[] {0, hidden, hidden, -slope, 0, hidden, -2 * slope, -slope, 0},
          bias.get(0).toDoubleArray(),
          1e-12);
    }
  }
}

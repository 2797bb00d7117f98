package org.glassllm.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import org.glassllm.tensor.Kernels;

/**
 * Gradient clipping by the gradient norm, with one factor for all gradients (Pascanu et al. 2013).
 */
public final class GradientNorm {
  private GradientNorm() {}

  /** Returns the Euclidean norm over all numbers in all arrays. */
  public static double of(Kernels kernels, List<NDArray> arrays) {
    return kernels.fused() ? fused(kernels, arrays) : readable(arrays);
  }

  /**
   * Returns the factor that reduces gradients to the maximum norm.
   *
   * @param norm the gradient norm before clipping
   * @param largest the maximum norm, or 0 for no limit
   * @return a factor of at most 1; its inverse is finite in float32
   */
  public static double clipFactor(double norm, double largest) {
    return largest > 0 && norm > largest ? Math.max(largest / (norm + 1e-6), Float.MIN_NORMAL) : 1;
  }

  private static double readable(List<NDArray> arrays) {
    double sum = 0;
    for (NDArray a : arrays) {
      try (NDArray square = a.square();
          NDArray total = square.sum();
          NDArray wide = total.toType(DataType.FLOAT64, false)) {
        sum += wide.getDouble();
      }
    }
    return Math.sqrt(sum);
  }

  private static double fused(Kernels kernels, List<NDArray> arrays) {
    try (IValue norm = kernels.script(GradientNorm.class).apply("global_norm", arrays)) {
      return norm.toDouble();
    }
  }
}

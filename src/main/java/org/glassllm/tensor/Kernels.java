package org.glassllm.tensor;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * How operations are computed: written out in NDArray operations, or fused into one call of
 * libtorch each.
 *
 * <p>Every operation has both forms side by side in the class that is named after it, such as
 * {@code model.ScaledDotProductAttention}, {@code loss.CrossEntropy} or {@code optim.AdamW}. One
 * contract test holds the outputs and gradients of the two forms together.
 *
 * @param fused whether operations are fused
 * @param precision of matrix products; readable kernels have float32 only
 */
public record Kernels(boolean fused, Precision precision) {
  /** The operations as the lessons show them. */
  public static final Kernels READABLE = new Kernels(false, Precision.FLOAT32);

  /** Fused operations in float32, the default. */
  public static final Kernels FUSED = new Kernels(true, Precision.FLOAT32);

  /** Checks that the readable form is not combined with bfloat16. */
  public Kernels {
    if (!fused && precision != Precision.FLOAT32) {
      throw new InputException(
          "readable kernels have no precision "
              + precision.text()
              + "; use fused kernels or float32");
    }
  }

  /** Returns the fused kernels of a precision. */
  public static Kernels fused(Precision precision) {
    return new Kernels(true, precision);
  }

  /**
   * Returns kernels by name.
   *
   * @param name {@code fused} or {@code readable}
   * @throws InputException for another name, or readable kernels in another precision than float32
   */
  public static Kernels named(String name, Precision precision) {
    if (!"fused".equals(name) && !"readable".equals(name)) {
      throw Check.illegal("kernels", name, "fused or readable");
    }
    return new Kernels("fused".equals(name), precision);
  }

  /**
   * Returns the TorchScript methods of a package, in this precision.
   *
   * @param user a class of the package
   */
  public ScriptModule script(Class<?> user) {
    return ScriptModule.of(user, precision);
  }
}

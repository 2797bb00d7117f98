package org.glassllm.tensor;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * Selects how operations are computed: readable, from NDArray operations, or fused, in one call of
 * libtorch.
 *
 * <p>One class has both forms of an operation side by side, for example {@code
 * model.ScaledDotProductAttention}, {@code loss.CrossEntropy} or {@code optim.AdamW}. A contract
 * test compares their outputs and gradients.
 *
 * @param fused whether operations are fused
 * @param precision of matrix products; readable kernels have float32 only
 */
public record Kernels(boolean fused, Precision precision) {
  /** Readable operations, as in the lessons. */
  public static final Kernels READABLE = new Kernels(false, Precision.FLOAT32);

  /** Fused operations in float32, the default. */
  public static final Kernels FUSED = new Kernels(true, Precision.FLOAT32);

  /** Checks that the readable form is not combined with bfloat16. */
  public Kernels {
    if (!fused && precision != Precision.FLOAT32) {
      throw new InputException(
          "illegal precision of readable kernels: %s, must be float32; or use fused kernels",
          precision.text());
    }
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
   * Returns the TorchScript methods of a package, in this precision. Their source is a resource of
   * the package: {@code model.torchscript}, {@code loss.torchscript} or {@code optim.torchscript}.
   *
   * @param user a class of the package
   */
  public ScriptModule script(Class<?> user) {
    return ScriptModule.of(user, precision);
  }
}

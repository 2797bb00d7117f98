package org.glassllm.tensor;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * Selects the form of operations. A readable operation consists of NDArray operations; a fused
 * operation is one call of libtorch.
 *
 * <p>The readable and the fused form of an operation are in one class, for example {@code
 * model.ScaledDotProductAttention}, {@code loss.CrossEntropy} or {@code optim.AdamW}. A contract
 * test compares outputs and gradients of the two forms.
 *
 * @param fused whether operations are fused
 * @param precision dtype of the matrix products; readable kernels support float32 only
 */
public record Kernels(boolean fused, Precision precision) {
  /** Readable kernels in float32, as in the lessons. */
  public static final Kernels READABLE = new Kernels(false, Precision.FLOAT32);

  /** Fused kernels in float32, the default. */
  public static final Kernels FUSED = new Kernels(true, Precision.FLOAT32);

  /** Checks that the readable form is not combined with bfloat16. */
  public Kernels {
    if (!fused && precision != Precision.FLOAT32) {
      throw new InputException(
          "illegal precision: %s, must be float32 for readable kernels; use fused kernels or float32",
          precision.text());
    }
  }

  /**
   * Returns kernels with a name and a precision.
   *
   * @param name {@code fused} or {@code readable}
   * @throws InputException if the name is unknown, or if readable kernels are not in float32
   */
  public static Kernels named(String name, Precision precision) {
    if (!"fused".equals(name) && !"readable".equals(name)) {
      throw Check.illegal("kernels", name, "fused or readable");
    }
    return new Kernels("fused".equals(name), precision);
  }

  /**
   * Returns the TorchScript methods of a package, in this precision. The source code is a resource
   * of the package, such as {@code model.torchscript} or {@code loss.torchscript}.
   *
   * @param user a class of the package
   */
  public ScriptModule script(Class<?> user) {
    return ScriptModule.of(user, precision);
  }
}

package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Creates constants for differentiable operations.
 *
 * <p>DJL's {@code x.mul(number)} puts the number on a Java buffer and releases it at once. Autograd
 * keeps a pointer to this buffer for the backward pass: after a garbage collection in between, the
 * gradient is wrong. {@code div} and {@code pow} have the same defect. Multiply by one of these
 * arrays instead. Additions are safe: their gradient ignores the operand. A test forbids the unsafe
 * calls.
 */
public final class Scalars {
  private Scalars() {}

  /** Returns a number as an array with the type, device and manager of {@code x}. */
  public static NDArray like(NDArray x, double value) {
    return x.getDataType() == DataType.FLOAT64
        ? x.getManager().create(value)
        : x.getManager().create((float) value).toType(x.getDataType(), false);
  }

  /** Returns {@code x · value}; safe for gradients. */
  public static NDArray times(NDArray x, double value) {
    return x.mul(like(x, value));
  }
}

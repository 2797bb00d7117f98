package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Creates constants for differentiable operations.
 *
 * <p>DJL's {@code x.mul(number)} stores the number in a Java buffer and releases the buffer
 * immediately. Autograd keeps a pointer to this buffer for the backward pass. If a garbage
 * collection runs before the backward pass, the gradient is wrong. {@code div} and {@code pow} have
 * the same defect. Code must multiply by an array from this class instead. Additions are safe,
 * because their gradient does not need the operand. A test forbids the unsafe calls.
 */
public final class Scalars {
  private Scalars() {}

  /** Returns a number as an array with the dtype, device and manager of {@code x}. */
  public static NDArray like(NDArray x, double value) {
    return x.getDataType() == DataType.FLOAT64
        ? x.getManager().create(value)
        : x.getManager().create((float) value).toType(x.getDataType(), false);
  }

  /** Returns {@code x · value} with a correct gradient. */
  public static NDArray times(NDArray x, double value) {
    return x.mul(like(x, value));
  }
}

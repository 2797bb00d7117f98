package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Numbers as arrays that live as long as their manager.
 *
 * <p>DJL's {@code x.mul(number)} makes an array of the number on a Java buffer and closes it at
 * once, while autograd keeps pointing at it for the backward pass: when the garbage collector runs
 * between the two, the gradient is multiplied by whatever then lies there. Wherever gradients flow,
 * multiply by one of these instead; sums need it not, since their gradients use no operand.
 */
public final class Scalars {
  private Scalars() {}

  /** A number with the type and device of an array, in its manager. */
  public static NDArray like(NDArray x, double value) {
    return x.getDataType() == DataType.FLOAT64
        ? x.getManager().create(value)
        : x.getManager().create((float) value).toType(x.getDataType(), false);
  }

  /** {@code x · value}, safe for gradients. */
  public static NDArray times(NDArray x, double value) {
    return x.mul(like(x, value));
  }
}

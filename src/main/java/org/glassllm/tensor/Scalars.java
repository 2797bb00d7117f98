package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Constants as arrays that live as long as the step.
 *
 * <p>{@code x.mul(0.5)} is a trap in DJL: it puts the number on memory of a Java buffer and lets go
 * of it at once, while the backward pass still reads it. If Java collects its garbage in between,
 * the gradient is garbage too. {@code x.mul(Scalars.of(0.5, x))} is safe: the array belongs to the
 * step's manager.
 */
public final class Scalars {
  private Scalars() {}

  /** A scalar with the type, the device and the manager of an array. */
  public static NDArray of(double value, NDArray like) {
    return like.getDataType() == DataType.FLOAT64
        ? like.getManager().create(value)
        : like.getManager().create((float) value);
  }
}

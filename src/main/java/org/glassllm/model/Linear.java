package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** {@code y = x W + b}, with W stored as {@code (in, out)} as in GPT-2's files. */
public final class Linear extends GlassBlock {
  private final int out;
  private final Parameter weight;
  private final Parameter bias;

  /**
   * @param in channels of the input
   * @param out channels of the output
   * @param withBias whether there is a b, which starts at 0
   * @param initializer first values of W
   */
  public Linear(int in, int out, boolean withBias, Initializer initializer) {
    this.out = out;
    weight = parameter("weight", Parameter.Type.WEIGHT, initializer, in, out);
    bias = withBias ? parameter("bias", Parameter.Type.BIAS, Initializer.ZEROS, out) : null;
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    return pass.kernels().linear(x, value(pass, weight, x), value(pass, bias, x));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape in = inputShapes[0];
    return new Shape[] {in.slice(0, in.dimension() - 1).add(out)};
  }
}

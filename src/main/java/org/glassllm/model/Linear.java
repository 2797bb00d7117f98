package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.Optional;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.ScriptModule;

/** A linear layer, {@code y = x W + b}. W is stored as {@code (in, out)}, as in GPT-2's files. */
public final class Linear extends GlassBlock {
  private final int out;
  private final Parameter weight;
  private final Optional<Parameter> bias;

  /**
   * Creates a linear layer without initial values.
   *
   * @param in number of input channels
   * @param out number of output channels
   * @param withBias whether the layer has a bias b, which is 0 initially
   * @param initializer computes the initial values of W
   */
  public Linear(int in, int out, boolean withBias, Initializer initializer) {
    this.out = out;
    weight = parameter("weight", Parameter.Type.WEIGHT, initializer, in, out);
    bias = optional(withBias, "bias", Parameter.Type.BIAS, out);
  }

  /** Returns the number of parameters of a linear layer. */
  static long parameters(long in, long out, boolean withBias) {
    return in * out + (withBias ? out : 0);
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    Optional<NDArray> b = bias.map(p -> pass.value(p, x));
    NDArray y = apply(pass.kernels(), x, pass.value(weight, x), b);
    for (LowRank update : pass.updates(weight)) {
      y = update.linear(pass, x, y);
    }
    return y;
  }

  /**
   * Returns {@code x W + b}.
   *
   * @param x {@code (…, in)}
   * @param weight {@code (in, out)}
   * @param bias {@code (out)}, or empty
   * @return {@code (…, out)}
   */
  public static NDArray apply(Kernels kernels, NDArray x, NDArray weight, Optional<NDArray> bias) {
    if (kernels.fused()) {
      ScriptModule script = kernels.script(Linear.class);
      return bias.map(b -> script.call("linear_bias", x, weight, b))
          .orElseGet(() -> script.call("linear", x, weight));
    }
    NDArray product = x.matMul(weight);
    return bias.map(product::add).orElse(product);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape in = inputShapes[0];
    return new Shape[] {in.slice(0, in.dimension() - 1).add(out)};
  }
}

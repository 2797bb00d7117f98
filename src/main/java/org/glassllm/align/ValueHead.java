package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import java.util.Optional;
import org.glassllm.model.GlassBlock;
import org.glassllm.model.Pass;

/** A linear map from a hidden state to one number, such as a reward or a value. */
public final class ValueHead extends GlassBlock {
  private final Parameter weight;
  private final Optional<Parameter> bias;

  /**
   * Creates a head without initial values. The weights are initialized with standard deviation
   * {@code 1/√(C + 1)} (Stiennon et al. 2020, appendix B).
   *
   * @param dim C, number of channels of a hidden state
   * @param withBias whether the head has a bias; the loss of a reward model ignores a bias
   */
  public ValueHead(int dim, boolean withBias) {
    Initializer normal = new NormalInitializer((float) (1 / Math.sqrt(dim + 1.0)));
    weight = parameter("weight", Parameter.Type.WEIGHT, normal, dim, 1);
    bias = optional(withBias, "bias", Parameter.Type.BIAS, 1);
  }

  /** Returns one number per position, {@code (B, T)}, for hidden states {@code (B, T, C)}. */
  @Override
  public NDArray apply(Pass pass, NDArray x) {
    // not in bfloat16: rewards need more than 8 bits
    NDArray values = x.matMul(pass.value(weight, x)).squeeze(-1); // (B, T)
    return bias.map(b -> values.add(pass.value(b, x))).orElse(values);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape in = inputShapes[0];
    return new Shape[] {in.slice(0, in.dimension() - 1)};
  }
}

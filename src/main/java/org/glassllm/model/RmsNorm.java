package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import org.glassllm.base.Check;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.ScriptModule;

/**
 * RMSNorm (Zhang and Sennrich 2019, eq. 4). Divides a token's channels by their root mean square
 * and multiplies each channel by a gain. Unlike LayerNorm, RMSNorm does not subtract the mean.
 *
 * @param epsilon number that is added to the mean square, greater than 0
 */
public record RmsNorm(double epsilon) implements Norm {
  /** Checks that epsilon is greater than 0. */
  public RmsNorm {
    Check.positive("epsilon", epsilon);
  }

  /** Creates a norm with an epsilon of 1e-5, as in Llama 2. */
  public RmsNorm() {
    this(EPSILON);
  }

  @Override
  public String type() {
    return "rms_norm";
  }

  @Override
  public Norm withEpsilon(double other) {
    return new RmsNorm(other);
  }

  @Override
  public GlassBlock build(GptConfig config) {
    return new Layer(config.dim());
  }

  @Override
  public long parameters(GptConfig config) {
    return config.dim();
  }

  /**
   * Normalizes the last axis.
   *
   * @param x {@code (…, C)}
   * @param gain {@code (C)}
   */
  public NDArray apply(Kernels kernels, NDArray x, NDArray gain) {
    if (kernels.fused()) {
      ScriptModule script = kernels.script(RmsNorm.class);
      return script.call("rms_norm", x, gain, script.number(epsilon));
    }
    return readable(x, gain);
  }

  private NDArray readable(NDArray x, NDArray gain) {
    NDArray meanSquare = x.square().mean(new int[] {-1}, true); // (…, 1)
    return x.div(meanSquare.add(epsilon).sqrt()).mul(gain);
  }

  private final class Layer extends GlassBlock {
    private final Parameter gain;

    Layer(int dim) {
      gain = parameter("weight", Parameter.Type.GAMMA, Initializer.ONES, dim);
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      return RmsNorm.this.apply(pass.kernels(), x, pass.value(gain, x));
    }
  }
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.Optional;
import org.glassllm.base.Check;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.ScriptModule;

/**
 * LayerNorm (Ba et al. 2016, eq. 4). Subtracts the mean of a token's channels and divides by their
 * standard deviation. Then multiplies each channel by a gain and adds a bias.
 *
 * @param epsilon number that is added to the variance, greater than 0
 */
public record LayerNorm(double epsilon) implements Norm {
  /** Checks that epsilon is greater than 0. */
  public LayerNorm {
    Check.positive("epsilon", epsilon);
  }

  /** Creates a norm with GPT-2's epsilon of 1e-5. */
  public LayerNorm() {
    this(EPSILON);
  }

  @Override
  public String type() {
    return "layer_norm";
  }

  @Override
  public Norm withEpsilon(double other) {
    return new LayerNorm(other);
  }

  @Override
  public GlassBlock build(GptConfig config) {
    return new Layer(config.dim(), config.bias());
  }

  @Override
  public long parameters(GptConfig config) {
    return config.dim() * (config.bias() ? 2L : 1L);
  }

  /**
   * Normalizes the last axis.
   *
   * @param x {@code (…, C)}
   * @param gain {@code (C)}
   * @param bias {@code (C)}, or empty
   */
  public NDArray apply(Kernels kernels, NDArray x, NDArray gain, Optional<NDArray> bias) {
    if (kernels.fused()) {
      ScriptModule script = kernels.script(LayerNorm.class);
      NDArray e = script.number(epsilon);
      return bias.map(b -> script.call("layer_norm_bias", x, gain, b, e))
          .orElseGet(() -> script.call("layer_norm", x, gain, e));
    }
    return readable(x, gain, bias);
  }

  private NDArray readable(NDArray x, NDArray gain, Optional<NDArray> bias) {
    int[] channels = {-1};
    NDArray centered = x.sub(x.mean(channels, true)); // mean 0
    NDArray variance = centered.square().mean(channels, true); // (…, 1), divisor C
    NDArray y = centered.div(variance.add(epsilon).sqrt()).mul(gain); // variance 1, then the gain
    return bias.map(y::add).orElse(y);
  }

  private final class Layer extends GlassBlock {
    private final Parameter gain;
    private final Optional<Parameter> bias;

    Layer(int dim, boolean withBias) {
      gain = parameter("weight", Parameter.Type.GAMMA, Initializer.ONES, dim);
      bias = optional(withBias, "bias", Parameter.Type.BETA, dim);
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      Optional<NDArray> shift = bias.map(b -> pass.value(b, x));
      return LayerNorm.this.apply(pass.kernels(), x, pass.value(gain, x), shift);
    }
  }
}

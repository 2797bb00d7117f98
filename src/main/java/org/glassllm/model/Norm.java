package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** Normalizes each token's channels; {@link LayerNorm} or {@link RmsNorm}. */
public abstract class Norm extends GlassBlock {
  /** Added under the root, against division by 0. */
  public static final double EPSILON = 1e-5;

  /** The factor of each channel, 1 at first. */
  protected final Parameter gain;

  Norm(int dim) {
    gain = parameter("weight", Parameter.Type.GAMMA, Initializer.ONES, dim);
  }

  /** The norm that a configuration asks for. */
  public static Norm of(GptConfig config) {
    return config.norm() == GptConfig.NormKind.RMS_NORM
        ? new RmsNorm(config.dim())
        : new LayerNorm(config.dim(), config.bias());
  }

  /** LayerNorm (Ba et al. 2016): mean 0 and variance 1 over the channels, then gain and bias. */
  public static final class LayerNorm extends Norm {
    private final Parameter bias;

    /**
     * @param dim C
     * @param withBias whether a bias is added
     */
    public LayerNorm(int dim, boolean withBias) {
      super(dim);
      bias = withBias ? parameter("bias", Parameter.Type.BETA, Initializer.ZEROS, dim) : null;
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      return pass.kernels().layerNorm(x, value(pass, gain, x), value(pass, bias, x), EPSILON);
    }
  }

  /** RMSNorm (Zhang and Sennrich 2019): root mean square 1 over the channels, then a gain. */
  public static final class RmsNorm extends Norm {
    /**
     * @param dim C
     */
    public RmsNorm(int dim) {
      super(dim);
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      return pass.kernels().rmsNorm(x, value(pass, gain, x), EPSILON);
    }
  }
}

package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;

/**
 * The logarithm of the sigmoid, {@code log σ(x) = min(x, 0) - log(1 + exp(-|x|))}. The direct form
 * {@code log(1 / (1 + exp(-x)))} overflows for large negative x; this form does not.
 */
public final class LogSigmoid {
  private LogSigmoid() {}

  /** Returns {@code log σ(x)} of each element. */
  public static NDArray of(Kernels kernels, NDArray x) {
    if (kernels.fused()) {
      return kernels.script(LogSigmoid.class).call("log_sigmoid", x);
    }
    return x.minimum(Scalars.like(x, 0)).sub(x.abs().neg().exp().add(1).log());
  }
}

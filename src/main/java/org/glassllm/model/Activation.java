package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;

/** The activation function of a feed-forward layer. */
public enum Activation {
  /**
   * GELU: {@code x Φ(x)}, where Φ is the normal distribution function (Hendrycks and Gimpel 2016).
   */
  GELU {
    @Override
    NDArray readable(NDArray x) {
      NDArray phi = Scalars.times(x, 1 / Math.sqrt(2)).erf().add(1); // 2 Φ(x)
      return Scalars.times(x, 0.5).mul(phi);
    }
  },
  /** The tanh approximation of GELU, which GPT-2 uses. */
  GELU_TANH {
    @Override
    NDArray readable(NDArray x) {
      NDArray cubic = Scalars.times(x.square().mul(x), 0.044715);
      NDArray inner = Scalars.times(cubic.add(x), Math.sqrt(2 / Math.PI));
      return Scalars.times(x, 0.5).mul(inner.tanh().add(1));
    }
  },
  /** ReLU: {@code max(0, x)}. */
  RELU {
    @Override
    NDArray readable(NDArray x) {
      return x.maximum(Scalars.like(x, 0));
    }
  },
  /** SiLU: {@code x σ(x)}, where σ is the sigmoid; also called swish. */
  SILU {
    @Override
    NDArray readable(NDArray x) {
      NDArray half = Scalars.times(x, 0.5);
      return half.mul(half.tanh().add(1)); // σ(x) = (1 + tanh(x/2)) / 2 does not overflow
    }
  };

  abstract NDArray readable(NDArray x);

  /** Applies the function to each element. */
  public NDArray apply(Kernels kernels, NDArray x) {
    return kernels.fused()
        ? kernels.script(Activation.class).call(name().toLowerCase(Locale.ROOT), x)
        : readable(x);
  }

  /** Returns the names of all activation functions, for messages. */
  static List<String> names() {
    return Arrays.stream(values()).map(Activation::name).toList();
  }
}

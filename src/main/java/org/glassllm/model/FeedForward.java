package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import org.glassllm.tensor.Activation;

/** The feed-forward layer: each token by itself, wider inside; {@link Plain} or {@link SwiGlu}. */
public abstract class FeedForward extends GlassBlock {
  FeedForward() {}

  /** The feed-forward layer that a configuration asks for. */
  public static FeedForward of(GptConfig config) {
    return config.feedForward() == GptConfig.FeedForwardKind.SWIGLU
        ? new SwiGlu(config)
        : new Plain(config);
  }

  /** {@code W₂ f(W₁ x + b₁) + b₂} (Vaswani et al. 2017, eq. 2, with a choice of f). */
  public static final class Plain extends FeedForward {
    private final GptConfig config;
    private final Linear up;
    private final Linear down;

    /**
     * @param config the model's
     */
    public Plain(GptConfig config) {
      this.config = config;
      up = child("c_fc", widen(config));
      down = child("c_proj", narrow(config));
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      NDArray hidden = pass.kernels().activate(up.apply(pass, x), config.activation());
      return pass.kernels().dropout(down.apply(pass, hidden), config.dropout(), pass.training());
    }
  }

  /** {@code W₂ (silu(W₁ x) ⊙ W₃ x)} (Shazeer 2020, eq. 6). */
  public static final class SwiGlu extends FeedForward {
    private final GptConfig config;
    private final Linear gate;
    private final Linear up;
    private final Linear down;

    /**
     * @param config the model's
     */
    public SwiGlu(GptConfig config) {
      this.config = config;
      gate = child("c_gate", widen(config));
      up = child("c_fc", widen(config));
      down = child("c_proj", narrow(config));
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      NDArray open = pass.kernels().activate(gate.apply(pass, x), Activation.SILU); // (B, T, F)
      NDArray y = down.apply(pass, open.mul(up.apply(pass, x))); // (B, T, C)
      return pass.kernels().dropout(y, config.dropout(), pass.training());
    }
  }

  private static Linear widen(GptConfig c) {
    return new Linear(c.dim(), c.hidden(), c.bias(), Initializers.weights(c));
  }

  private static Linear narrow(GptConfig c) {
    return new Linear(c.hidden(), c.dim(), c.bias(), Initializers.residual(c));
  }
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import org.glassllm.base.Check;

/**
 * SwiGLU, a gated feed-forward layer (Shazeer 2020, eq. 6): {@code W₂ (silu(W₁ x) ⊙ W₃ x)}.
 *
 * @param hidden F, number of hidden channels; 0 stands for 8 C / 3. An {@link Mlp} with 4 C has
 *     about as many parameters.
 */
public record SwiGlu(int hidden) implements FeedForward {
  /** Checks that {@code hidden} is at least 0. */
  public SwiGlu {
    Check.atLeast("hidden", hidden, 0);
  }

  /** Creates a layer with 8 C / 3 hidden channels. */
  public SwiGlu() {
    this(0);
  }

  @Override
  public String type() {
    return "swiglu";
  }

  @Override
  public int hidden(int dim) {
    return hidden == 0 ? Math.max(1, 8 * dim / 3) : hidden;
  }

  @Override
  public FeedForward withHidden(int other) {
    return new SwiGlu(other);
  }

  @Override
  public GlassBlock build(GptConfig config) {
    return new Layer(config);
  }

  @Override
  public long parameters(GptConfig c) {
    int f = hidden(c.dim());
    return 2 * Linear.parameters(c.dim(), f, c.bias()) + Linear.parameters(f, c.dim(), c.bias());
  }

  private final class Layer extends GlassBlock {
    private final double dropout;
    private final Linear gate;
    private final Linear up;
    private final Linear down;

    Layer(GptConfig c) {
      int f = hidden(c.dim());
      dropout = c.dropout().residual();
      gate = child("c_gate", new Linear(c.dim(), f, c.bias(), Initializers.weights(c)));
      up = child("c_fc", new Linear(c.dim(), f, c.bias(), Initializers.weights(c)));
      down = child("c_proj", new Linear(f, c.dim(), c.bias(), Initializers.residual(c)));
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) { // (B, T, C)
      NDArray open = Activation.SILU.apply(pass.kernels(), gate.apply(pass, x)); // (B, T, F)
      NDArray y = down.apply(pass, open.mul(up.apply(pass, x))); // (B, T, C)
      return pass.dropout(y, dropout);
    }
  }
}

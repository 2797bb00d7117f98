package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import org.glassllm.base.Check;

/**
 * A plain feed-forward layer, {@code W₂ f(W₁ x + b₁) + b₂} (Vaswani et al. 2017, eq. 2). Expands C
 * channels to F channels, applies the activation function f and projects back to C channels.
 *
 * @param hidden F, number of hidden channels; 0 stands for 4 C
 * @param activation f, the activation function
 */
public record Mlp(int hidden, Activation activation) implements FeedForward {
  /** Checks {@code hidden} and {@code activation}. */
  public Mlp {
    Check.atLeast("hidden", hidden, 0);
    if (activation == null) {
      throw Check.illegal("activation", null, "one of " + Activation.names());
    }
  }

  /** Creates GPT-2's layer, with 4 C hidden channels and the tanh approximation of GELU. */
  public Mlp() {
    this(0, Activation.GELU_TANH);
  }

  @Override
  public String type() {
    return "plain";
  }

  @Override
  public int hidden(int dim) {
    return hidden == 0 ? 4 * dim : hidden;
  }

  @Override
  public FeedForward withHidden(int other) {
    return new Mlp(other, activation);
  }

  @Override
  public GlassBlock build(GptConfig config) {
    return new Layer(config);
  }

  @Override
  public long parameters(GptConfig c) {
    int f = hidden(c.dim());
    return Linear.parameters(c.dim(), f, c.bias()) + Linear.parameters(f, c.dim(), c.bias());
  }

  private final class Layer extends GlassBlock {
    private final double dropout;
    private final Linear up;
    private final Linear down;

    Layer(GptConfig c) {
      int f = hidden(c.dim());
      dropout = c.dropout().residual();
      up = child("c_fc", new Linear(c.dim(), f, c.bias(), Initializers.weights(c)));
      down = child("c_proj", new Linear(f, c.dim(), c.bias(), Initializers.residual(c)));
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) { // (B, T, C)
      NDArray inside = activation.apply(pass.kernels(), up.apply(pass, x)); // (B, T, F)
      return pass.dropout(down.apply(pass, inside), dropout); // (B, T, C)
    }
  }
}

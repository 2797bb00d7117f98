package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.ScriptModule;

/**
 * Multi-head self-attention (Vaswani et al. 2017, section 3.2.2). Grouped-query attention (Ainslie
 * et al. 2023) has fewer key-value heads than query heads. Multi-query attention (Shazeer 2019) has
 * one key-value head.
 *
 * @param heads H, number of query heads, at least 1
 * @param kvHeads G, number of key-value heads, a divisor of H; 0 is replaced by H
 * @param headDim D, number of channels of a head; 0 stands for C/H, which must be a whole number
 */
public record MultiHeadAttention(int heads, int kvHeads, int headDim) implements Attention {
  /** Checks that every field is legal and that G divides H. */
  public MultiHeadAttention {
    Check.positive("heads", heads);
    Check.atLeast("kvHeads", kvHeads, 0);
    Check.atLeast("headDim", headDim, 0);
    kvHeads = kvHeads == 0 ? heads : kvHeads;
    if (heads % kvHeads != 0) {
      throw Check.illegal("kvHeads", kvHeads, "a divisor of heads " + heads);
    }
  }

  /** Creates attention with one head. */
  public MultiHeadAttention() {
    this(1, 0, 0);
  }

  @Override
  public String type() {
    return "multi_head";
  }

  @Override
  public int headDim(int dim) {
    return headDim == 0 ? dim / heads : headDim;
  }

  @Override
  public void check(int dim) {
    if (headDim == 0 && dim % heads != 0) {
      throw new InputException(
          "illegal heads: %s, must divide dim %s without remainder; for example %s",
          heads, dim, divisorNear(dim, heads));
    }
  }

  /** Returns the divisor of {@code number} that is nearest to {@code wanted}. */
  private static int divisorNear(int number, int wanted) {
    int distance = Math.max(0, wanted - number); // a divisor is at most the number
    while (number % (wanted - distance) != 0) {
      if (number % (wanted + distance) == 0) {
        return wanted + distance;
      }
      distance++;
    }
    return wanted - distance;
  }

  @Override
  public Map<String, Integer> projections(int dim) {
    int d = headDim(dim);
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("q", heads * d);
    widths.put("k", kvHeads * d);
    widths.put("v", kvHeads * d);
    return widths;
  }

  @Override
  public GlassBlock build(GptConfig config, int layer) {
    return new Layer(this, config, layer);
  }

  @Override
  public long parameters(GptConfig c) {
    int d = headDim(c.dim());
    return Linear.parameters(c.dim(), (heads + 2 * kvHeads()) * d, c.bias())
        + Linear.parameters(heads * d, c.dim(), c.bias());
  }

  /**
   * Splits the projection of the input into queries, keys and values per head.
   *
   * @param qkv {@code (B, T, (H + 2G) D)}, with all queries first, then all keys, then all values
   * @return q {@code (B, H, T, D)}, k and v {@code (B, G, T, D)}
   */
  public static NDList splitHeads(Kernels kernels, NDArray qkv, int heads, int kvHeads) {
    if (kernels.fused()) {
      ScriptModule script = kernels.script(MultiHeadAttention.class);
      return script.list(
          "split_heads", qkv, script.number((long) heads), script.number((long) kvHeads));
    }
    return readableSplit(qkv, heads, kvHeads);
  }

  private static NDList readableSplit(NDArray qkv, int heads, int kvHeads) {
    long b = qkv.getShape().get(0), t = qkv.getShape().get(1);
    long d = qkv.getShape().get(2) / (heads + 2 * kvHeads);
    NDList parts = qkv.split(new long[] {heads * d, (heads + kvHeads) * d}, 2);
    return new NDList(
        parts.get(0).reshape(b, t, heads, d).swapAxes(1, 2), // (B, H, T, D)
        parts.get(1).reshape(b, t, kvHeads, d).swapAxes(1, 2), // (B, G, T, D)
        parts.get(2).reshape(b, t, kvHeads, d).swapAxes(1, 2)); // (B, G, T, D)
  }

  /** Concatenates the heads {@code (B, H, T, D)} to {@code (B, T, H·D)}. */
  public static NDArray mergeHeads(Kernels kernels, NDArray y) {
    if (kernels.fused()) {
      return kernels.script(MultiHeadAttention.class).call("merge_heads", y);
    }
    Shape s = y.getShape();
    return y.swapAxes(1, 2).reshape(s.get(0), s.get(2), s.get(1) * s.get(3));
  }

  /** The attention block of one layer. */
  private static final class Layer extends GlassBlock {
    private final MultiHeadAttention spec;
    private final int layer;
    private final GptConfig.Dropout dropout;
    private final Linear inputs;
    private final Linear output;

    Layer(MultiHeadAttention spec, GptConfig c, int layer) {
      this.spec = spec;
      this.layer = layer;
      dropout = c.dropout();
      int d = spec.headDim(c.dim()), heads = spec.heads(), all = (heads + 2 * spec.kvHeads()) * d;
      inputs = child("c_attn", new Linear(c.dim(), all, c.bias(), Initializers.weights(c)));
      output = child("c_proj", new Linear(heads * d, c.dim(), c.bias(), Initializers.residual(c)));
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) { // (B, T, C)
      NDArray projected = inputs.apply(pass, x); // (B, T, (H + 2G) D)
      NDList qkv = splitHeads(pass.kernels(), projected, spec.heads(), spec.kvHeads());
      NDArray q = pass.rotation().apply(pass.kernels(), qkv.get(0)); // (B, H, T, D)
      NDArray k = pass.rotation().apply(pass.kernels(), qkv.get(1)); // (B, G, T, D)
      NDList all = pass.cache().append(layer, k, qkv.get(2)); // 2 × (B, G, offset + T, D)
      NDArray y =
          ScaledDotProductAttention.apply(
              pass, q, all.get(0), all.get(1), pass.scores(), dropout.attention()); // (B, H, T, D)
      y = output.apply(pass, mergeHeads(pass.kernels(), y)); // (B, T, C)
      return pass.dropout(y, dropout.residual());
    }
  }
}

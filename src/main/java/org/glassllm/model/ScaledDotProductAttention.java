package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.ScriptModule;

/**
 * Scaled dot-product attention (Vaswani et al. 2017, eq. 1): {@code softmax(Q Kᵀ / √D + mask) V}.
 */
public final class ScaledDotProductAttention {
  private ScaledDotProductAttention() {}

  /**
   * Returns the weighted sum of the values for each query. The weights are the softmax of the
   * scaled dot products of the query and the keys.
   *
   * @param q queries {@code (B, H, Tq, D)}
   * @param k keys {@code (B, G, Tk, D)}; G divides H, and H/G query heads share a key-value head
   * @param v values {@code (B, G, Tk, D)}
   * @param mask selects the keys that each query attends to
   * @param pass the forward pass, with kernels and training mode
   * @param dropout probability that an attention weight is set to 0 during training
   * @return weighted sums {@code (B, H, Tq, D)}
   */
  public static NDArray apply(
      Pass pass, NDArray q, NDArray k, NDArray v, ScoreMask mask, double dropout) {
    return pass.kernels().fused()
        ? fused(pass.kernels(), q, k, v, mask, pass.training() ? dropout : 0)
        : readable(pass, q, k, v, mask, dropout);
  }

  private static NDArray readable(
      Pass pass, NDArray q, NDArray k, NDArray v, ScoreMask mask, double dropout) {
    long heads = q.getShape().get(1), d = q.getShape().get(3);
    NDArray keys = repeatHeads(k, heads), values = repeatHeads(v, heads); // (B, H, Tk, D)
    NDArray scores = Scalars.times(q, 1 / Math.sqrt(d)).matMul(keys.swapAxes(2, 3));
    NDArray weights = mask.apply(scores).softmax(-1); // (B, H, Tq, Tk), each row sums to 1
    return pass.dropout(weights, dropout).matMul(values); // (B, H, Tq, D)
  }

  /** Repeats each of G key-value heads H/G times, once for each query head of its group. */
  private static NDArray repeatHeads(NDArray x, long heads) {
    long group = heads / x.getShape().get(1);
    return group == 1 ? x : x.repeat(1, group); // (B, H, T, D)
  }

  private static NDArray fused(
      Kernels kernels, NDArray q, NDArray k, NDArray v, ScoreMask mask, double dropout) {
    ScriptModule script = kernels.script(ScaledDotProductAttention.class);
    NDArray p = script.number(dropout);
    if (mask instanceof ScoreMask.Additive additive) {
      return script.call("attention_masked", q, k, v, additive.added(), p);
    }
    boolean causal = mask instanceof ScoreMask.Causal;
    return script.call(causal ? "attention_causal" : "attention_open", q, k, v, p);
  }
}

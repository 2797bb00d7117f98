package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Masked multi-head self-attention (Vaswani et al. 2017, section 3.2), also with fewer key-value
 * heads than query heads (Shazeer 2019; Ainslie et al. 2023).
 */
public final class CausalSelfAttention extends GlassBlock {
  private final GptConfig config;
  private final int layer;
  private final Linear qkv;
  private final Linear projection;

  /**
   * @param config the model's
   * @param layer this layer's number, from 0
   */
  public CausalSelfAttention(GptConfig config, int layer) {
    this.config = config;
    this.layer = layer;
    int kvDim = config.kvHeads() * config.headDim();
    qkv =
        child(
            "c_attn",
            new Linear(
                config.dim(),
                config.dim() + 2 * kvDim,
                config.bias(),
                Initializers.weights(config)));
    projection =
        child(
            "c_proj",
            new Linear(config.dim(), config.dim(), config.bias(), Initializers.residual(config)));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    long b = x.getShape().get(0), t = x.getShape().get(1), c = config.dim();
    long kvDim = (long) config.kvHeads() * config.headDim();
    NDList parts =
        qkv.apply(pass, x).split(new long[] {c, c + kvDim}, 2); // (B, T, C), 2 (B, T, G·D)
    NDArray q = heads(parts.get(0), b, t, config.heads()); // (B, H, T, D)
    NDArray k = heads(parts.get(1), b, t, config.kvHeads()); // (B, G, T, D)
    NDArray v = heads(parts.get(2), b, t, config.kvHeads()); // (B, G, T, D)
    Pass.PositionTables tables = pass.positions();
    if (tables != null && tables.cosine() != null) {
      q = PositionEncoding.rotate(q, tables);
      k = PositionEncoding.rotate(k, tables);
    }
    if (pass.cache() != null) {
      NDArray[] all = pass.cache().append(layer, k, v);
      k = all[0]; // (B, G, offset + T, D)
      v = all[1];
    }
    NDArray bias = tables == null ? null : tables.scoreBias();
    NDArray y =
        pass.kernels().attention(q, k, v, bias, config.dropout(), pass.training()); // (B, H, T, D)
    y = y.swapAxes(1, 2).reshape(b, t, c); // (B, T, C)
    return pass.kernels()
        .dropout(projection.apply(pass, y), config.dropout(), pass.training()); // (B, T, C)
  }

  private NDArray heads(NDArray x, long b, long t, int heads) {
    return x.reshape(b, t, heads, config.headDim()).swapAxes(1, 2); // (B, heads, T, D)
  }
}

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
    NDList qkv =
        pass.kernels().splitHeads(this.qkv.apply(pass, x), config.heads(), config.kvHeads());
    NDArray q = qkv.get(0), k = qkv.get(1), v = qkv.get(2); // (B, H, T, D), 2 (B, G, T, D)
    Pass.PositionTables tables = pass.positions();
    if (tables != null && tables.cosine() != null) {
      q = pass.kernels().rotate(q, tables.cosine(), tables.sine());
      k = pass.kernels().rotate(k, tables.cosine(), tables.sine());
    }
    if (pass.cache() != null) {
      NDArray[] all = pass.cache().append(layer, k, v);
      k = all[0]; // (B, G, offset + T, D)
      v = all[1];
    }
    NDArray bias = tables == null ? null : tables.scoreBias();
    NDArray y =
        pass.kernels().attention(q, k, v, bias, config.dropout(), pass.training()); // (B, H, T, D)
    y = projection.apply(pass, pass.kernels().mergeHeads(y)); // (B, T, C)
    return pass.kernels().dropout(y, config.dropout(), pass.training());
  }
}

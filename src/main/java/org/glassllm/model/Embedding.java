package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import org.glassllm.tensor.Kernels;

/** A table of one trained vector per token. A tied head uses the same table to compute logits. */
public final class Embedding extends GlassBlock {
  private final int dim;
  private final boolean sparseGradient;
  private final Parameter table;

  /**
   * Creates an embedding without initial values.
   *
   * @param rows V, number of tokens
   * @param dim C, embedding dimension
   * @param initializer computes the initial values of the table
   * @param sparseGradient whether the gradient of a lookup is sparse on a CPU. Useful for a tied
   *     head, whose dense gradient receives the sparse rows.
   */
  public Embedding(int rows, int dim, Initializer initializer, boolean sparseGradient) {
    this.dim = dim;
    this.sparseGradient = sparseGradient;
    table = parameter("weight", Parameter.Type.WEIGHT, initializer, rows, dim);
  }

  /** Returns the vectors {@code (B, T, C)} of ids {@code (B, T)}. */
  @Override
  public NDArray apply(Pass pass, NDArray ids) {
    NDArray rows = pass.value(table, ids);
    NDArray e =
        sparseGradient && pass.kernels().fused()
            ? pass.kernels().script(Embedding.class).call("embedding_sparse", ids, rows)
            : lookup(pass.kernels(), ids, rows);
    for (LowRank update : pass.updates(table)) {
      e = update.lookup(pass, ids, e);
    }
    return e;
  }

  /** Returns the logits {@code (B, T, V)} of hidden states {@code (B, T, C)}. */
  public NDArray unembed(Pass pass, NDArray x) {
    NDArray logits = unembed(pass.kernels(), x, pass.value(table, x));
    for (LowRank update : pass.updates(table)) {
      logits = update.unembed(pass, x, logits);
    }
    return logits;
  }

  /**
   * Returns row {@code ids[b, t]} of the table for each id. The result equals the product of
   * one-hot ids and the table.
   *
   * @param ids integers {@code (B, T)}
   * @param table {@code (V, C)}
   * @return {@code (B, T, C)}
   */
  public static NDArray lookup(Kernels kernels, NDArray ids, NDArray table) {
    return kernels.fused()
        ? kernels.script(Embedding.class).call("embedding", ids, table)
        : table.get(ids.getManager(), new NDIndex("{}", ids));
  }

  /**
   * Returns {@code x Eᵀ}: the dot product of each vector with each row of the table.
   *
   * @param x {@code (…, C)}
   * @param table {@code (V, C)}
   * @return {@code (…, V)}
   */
  public static NDArray unembed(Kernels kernels, NDArray x, NDArray table) {
    if (kernels.fused()) {
      return kernels.script(Embedding.class).call("unembed", x, table);
    }
    try (NDArray transposed = table.transpose()) { // (C, V), owned by the model's manager
      return x.matMul(transposed);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0].add(dim)};
  }
}

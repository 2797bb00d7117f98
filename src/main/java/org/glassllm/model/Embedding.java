package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import org.glassllm.tensor.Kernels;

/** A trained vector for each token; the transposed table turns vectors into logits. */
public final class Embedding extends GlassBlock {
  private final int dim;
  private final boolean sparseGradient;
  private final Parameter table;

  /**
   * @param rows V, number of tokens
   * @param dim C
   * @param initializer initial values
   * @param sparseGradient whether the gradient of a lookup is sparse on a CPU; useful if the table
   *     is the head too, whose dense gradient then takes the rows
   */
  public Embedding(int rows, int dim, Initializer initializer, boolean sparseGradient) {
    this.dim = dim;
    this.sparseGradient = sparseGradient;
    table = parameter("weight", Parameter.Type.WEIGHT, initializer, rows, dim);
  }

  /** Returns the vectors of ids: {@code (B, T)} becomes {@code (B, T, C)}. */
  @Override
  public NDArray apply(Pass pass, NDArray ids) {
    NDArray rows = pass.value(table, ids);
    return sparseGradient && pass.kernels().fused()
        ? pass.kernels().script(Embedding.class).call("embedding_sparse", ids, rows)
        : lookup(pass.kernels(), ids, rows);
  }

  /** Returns the logits of vectors: {@code (B, T, C)} becomes {@code (B, T, V)}. */
  public NDArray unembed(Pass pass, NDArray x) {
    return unembed(pass.kernels(), x, pass.value(table, x));
  }

  /**
   * Returns row {@code ids[b, t]} of the table for each id. This equals the product of one-hot ids
   * and the table.
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

  /** Returns the table {@code (V, C)} itself. */
  NDArray table() {
    return table.getArray();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0].add(dim)};
  }
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** A table with a trained row for each id: tokens, or positions. */
public final class Embedding extends GlassBlock {
  private final int dim;
  private final boolean tied;
  private final Parameter table;

  /**
   * @param rows number of ids
   * @param dim C
   * @param initializer first values
   * @param tied whether the table is the head as well
   */
  public Embedding(int rows, int dim, Initializer initializer, boolean tied) {
    this.dim = dim;
    this.tied = tied;
    table = parameter("weight", Parameter.Type.WEIGHT, initializer, rows, dim);
  }

  /** Rows of ids: {@code (B, T)} to {@code (B, T, C)}. */
  @Override
  public NDArray apply(Pass pass, NDArray ids) {
    return pass.kernels().embedding(ids, value(pass, table, ids), tied);
  }

  /** The table as a head: {@code (B, T, C)} to logits {@code (B, T, V)}. */
  public NDArray unembed(Pass pass, NDArray x) {
    return pass.kernels().unembed(x, value(pass, table, x));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0].add(dim)};
  }
}

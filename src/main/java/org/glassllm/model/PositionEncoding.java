package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.glassllm.batch.Segments;

/**
 * The position encoding of a model. A subclass overrides one of three methods. {@link #apply} adds
 * positions to the embeddings, {@link #rotation} rotates queries and keys, and {@link #scores} adds
 * biases to the attention scores.
 */
public abstract class PositionEncoding extends GlassBlock {
  private NDManager owner;
  private NDList table;
  private int length;

  /** Returns the sum of embeddings {@code (B, T, C)} and positions. */
  @Override
  public NDArray apply(Pass pass, NDArray x) {
    return x;
  }

  /** Returns the rotation of queries and keys in this pass, for embeddings {@code (B, T, C)}. */
  Rotation rotation(Pass pass, NDArray x) {
    return Rotation.NONE;
  }

  /** Returns the mask and biases of this pass for embeddings {@code (B, T, C)}. */
  ScoreMask scores(Pass pass, NDArray x) {
    int t = tokens(x);
    return ScoreMask.of(pass.mask(), x.getManager(), t, pass.cache().length() + t, x.getDataType());
  }

  /** Returns new arrays for positions 0 … length - 1; {@code manager} owns the arrays. */
  NDList compute(NDManager manager, int length, DataType type) {
    return new NDList();
  }

  /**
   * Returns the arrays of {@link #compute} for at least {@code needed} positions. The arrays are
   * cached and live as long as the model's parameters. Longer texts cause a new computation.
   *
   * @param context maximum number of positions, unless {@code needed} is greater
   */
  final synchronized NDList table(NDArray x, int needed, int context) {
    if (owner == null) { // only initialize creates the manager
      return compute(x.getManager(), needed, x.getDataType());
    }
    if (needed > length || table.head().getDataType() != x.getDataType()) {
      int doubled =
          2
              * Integer.highestOneBit(
                  needed); // doubling limits the number of tables; none is freed early
      length = needed > context ? doubled : Math.min(context, doubled);
      try (NDManager scope = owner.newSubManager()) {
        table = compute(scope, length, x.getDataType());
        table.attach(owner);
      }
    }
    return table;
  }

  /** Returns the number of this encoding in {@link FusedPass}, or -1 if it is unsupported. */
  long fusedKind() {
    return -1;
  }

  /**
   * Returns the arrays that {@link FusedPass} needs.
   *
   * @param scope the manager that owns new arrays
   * @param weights an array with the model's dtype
   * @param end maximum position plus 1
   */
  NDList fusedTables(NDManager scope, NDArray weights, int end) {
    return new NDList();
  }

  /** Returns the arrays that move a cached key to the next position. */
  List<NDArray> keyRotation(NDManager manager) {
    return List.of();
  }

  /**
   * Returns the rows of a table at the positions of this pass. The shape is {@code (T, …)}, or
   * {@code (B, T, …)} if the rows of the batch have different positions.
   */
  static NDArray rows(NDArray table, Pass pass, NDArray x) {
    NDManager manager = x.getManager();
    int[] from = pass.cache().positions();
    int tokens = tokens(x);
    if (!pass.segments().isNone()) {
      Segments texts = pass.segments();
      Shape shape = new Shape(texts.rows(), texts.tokens());
      return table.get(manager, new NDIndex("{}", manager.create(texts.positions(), shape)));
    }
    if (from.length == 1) {
      return table.get(manager, new NDIndex("{}:{}", from[0], from[0] + tokens));
    }
    NDArray first = manager.create(from).reshape(from.length, 1); // (B, 1)
    return table.get(manager, new NDIndex("{}", first.add(manager.arange(tokens))));
  }

  /** Returns T, the number of tokens per row of {@code x}, {@code (B, T, C)}. */
  static int tokens(NDArray x) {
    return (int) x.getShape().get(1);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    owner = manager.newSubManager();
  }
}

package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.model.KeyValueCache;
import org.glassllm.tensor.Precision;

/**
 * The memory of a {@link BlockPool}, with one pair of arrays {@code (slots, G, D)} per layer. A
 * slot holds the keys or values of one token. {@link Rows} is the cache of one pass.
 */
final class PagedCache implements AutoCloseable {
  private final NDManager manager;
  private final int slots;
  private final NDArray[] keys;
  private final NDArray[] values;

  PagedCache(BlockPool pool, int layers, NDManager parent) {
    manager = parent.newSubManager();
    slots = pool.size() * pool.blockSize();
    keys = new NDArray[layers];
    values = new NDArray[layers];
  }

  /**
   * Returns the cache of a pass.
   *
   * @param tables one table per row, with reserved slots for the new tokens
   * @param tokens T, number of new tokens in each row
   * @param scope the manager that owns the arrays of the pass
   */
  Rows rows(List<BlockTable> tables, int tokens, NDManager scope) {
    return new Rows(tables, tokens, scope);
  }

  /** The cache of one pass, in which rows may differ in length. */
  final class Rows implements KeyValueCache {
    private final int[] positions;
    private final int length;
    private final int tokens;
    private final NDArray written;
    private final NDArray read;

    private Rows(List<BlockTable> tables, int tokens, NDManager scope) {
      this.tokens = tokens;
      positions = tables.stream().mapToInt(BlockTable::length).toArray();
      length = IntStream.of(positions).max().orElseThrow();
      long[] into = new long[tables.size() * tokens];
      long[] from = new long[tables.size() * (length + tokens)];
      for (int r = 0; r < tables.size(); r++) {
        BlockTable table = tables.get(r);
        for (int t = 0; t < tokens; t++) {
          into[r * tokens + t] = table.slot(positions[r] + t);
        }
        for (int t = 0; t < positions[r] + tokens; t++) { // later slots stay 0; the mask hides them
          from[r * (length + tokens) + t] = table.slot(t);
        }
      }
      written = scope.create(into);
      read = scope.create(from);
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public int[] positions() {
      return positions.clone();
    }

    @Override
    public NDList append(int layer, NDArray key, NDArray value) {
      NDArray k = Precision.full(key), v = Precision.full(value); // (B, G, T, D)
      if (keys[layer] == null) {
        keys[layer] = allocate(k);
        values[layer] = allocate(v);
      }
      return new NDList(write(keys[layer], k), write(values[layer], v));
    }

    private NDArray allocate(NDArray like) {
      Shape s = like.getShape(); // (B, G, T, D)
      return manager.zeros(new Shape(slots, s.get(1), s.get(3)), like.getDataType());
    }

    private NDArray write(NDArray all, NDArray added) {
      Shape s = added.getShape(); // (B, G, T, D)
      long b = s.get(0), g = s.get(1), d = s.get(3);
      NDArray rows = added.swapAxes(1, 2).reshape(b * tokens, g, d);
      all.set(new NDIndex("{}", written), rows);
      NDArray seen = all.get(added.getManager(), new NDIndex("{}", read)); // (B · Tk, G, D)
      return seen.reshape(b, length + tokens, g, d).swapAxes(1, 2); // (B, G, Tk, D)
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}

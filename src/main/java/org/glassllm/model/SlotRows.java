package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Precision;

/**
 * The cache of one pass over B texts with T new tokens each. The keys and values of each text are
 * in {@link KvSlots}; the texts may differ in length.
 */
final class SlotRows implements KeyValueCache {
  private final KvSlots slots;
  private final int tokens;
  private final int[] positions;
  private final int[] lengths;
  private final NDArray written;
  private final NDArray read;

  /**
   * Creates the cache of a pass.
   *
   * @param texts texts with equal numbers of new tokens
   * @param scope the manager that owns the arrays of the pass
   */
  SlotRows(KvSlots slots, List<NewTokens> texts, NDManager scope) {
    if (slots.storage() != Precision.FLOAT32) {
      throw new InputException(
          "illegal dtype of the cache: %s, must be float32 for readable kernels; use float32, or"
              + " fused kernels",
          slots.storage().text());
    }
    this.slots = slots;
    tokens = texts.get(0).ids().length;
    positions = oneOrAll(texts.stream().mapToInt(NewTokens::position).toArray());
    lengths = oneOrAll(texts.stream().mapToInt(t -> t.keys() - tokens).toArray());
    int keys = length() + tokens;
    long[] into = new long[texts.size() * tokens];
    long[] from = new long[texts.size() * keys]; // unused entries stay 0; the mask hides them
    for (int r = 0; r < texts.size(); r++) {
      long[] own = texts.get(r).slots();
      System.arraycopy(own, own.length - tokens, into, r * tokens, tokens);
      System.arraycopy(own, 0, from, r * keys, own.length);
    }
    written = scope.create(into);
    read = scope.create(from);
  }

  /** Returns the first number if all numbers are equal. */
  private static int[] oneOrAll(int... numbers) {
    return Arrays.stream(numbers).distinct().count() == 1 ? new int[] {numbers[0]} : numbers;
  }

  @Override
  public int[] lengths() {
    return lengths.clone();
  }

  @Override
  public int[] positions() {
    return positions.clone();
  }

  @Override
  public NDList append(int layer, NDArray key, NDArray value) {
    Shape s = key.getShape(); // (B, G, T, D)
    long b = s.get(0), g = s.get(1), d = s.get(3);
    NDArray k = Precision.full(key), v = Precision.full(value);
    slots.allocate(g, d, k.getDataType());
    NDArray all = slots.array(layer); // (S, 2G, D)
    NDArray both = NDArrays.concat(new NDList(k, v), 1); // (B, 2G, T, D)
    all.set(new NDIndex("{}", written), both.swapAxes(1, 2).reshape(b * tokens, 2 * g, d));
    NDArray seen = all.get(key.getManager(), new NDIndex("{}", read)); // (B · Tk, 2G, D)
    return seen.reshape(b, length() + tokens, 2 * g, d).swapAxes(1, 2).split(2, 1);
  }
}

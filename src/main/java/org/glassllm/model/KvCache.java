package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import org.glassllm.tensor.Precision;

/**
 * A KV cache in arrays {@code (B, G, capacity, D)}, one pair per layer. Each array is allocated
 * once. A step writes only the keys and values of new tokens, after those of previous tokens.
 *
 * <p>A new token attends to at most {@code window} tokens, itself included; older tokens leave the
 * cache. The logits equal those of a model with a {@linkplain Mask#window sliding-window mask} over
 * the complete text. The logits differ from those of the model on the last {@code window} tokens
 * alone. In deeper layers, cached keys still depend on tokens that left the cache.
 */
public final class KvCache implements KeyValueCache, AutoCloseable {
  private final NDManager manager;
  private final int window;
  private final NDArray[] keys;
  private final NDArray[] values;
  private int capacity;
  private int end;
  private int position;

  /**
   * Creates an empty cache. The first tokens of a layer allocate its arrays, {@code 2 · B · G ·
   * window · D} numbers. If a text exceeds the window, the capacity doubles. The newest tokens then
   * move to the front only once per {@code window} tokens.
   *
   * @param layers number of layers
   * @param window maximum number of tokens that a new token attends to, itself included
   * @param parent the parent of the manager that owns the arrays
   */
  public KvCache(int layers, int window, NDManager parent) {
    this.window = Check.positive("window", window);
    capacity = window;
    manager = parent.newSubManager();
    keys = new NDArray[layers];
    values = new NDArray[layers];
  }

  @Override
  public int length() {
    return Math.min(end, window - 1);
  }

  @Override
  public int[] positions() {
    return new int[] {position};
  }

  /**
   * {@inheritDoc} After the call for the last layer, {@link #length} includes the new tokens.
   *
   * @throws IllegalArgumentException if several tokens are appended at once and exceed the window
   */
  @Override
  public NDList append(int layer, NDArray key, NDArray value) {
    int tokens = (int) key.getShape().get(2);
    if (tokens > 1 && end + tokens > window) {
      throw new IllegalArgumentException(
          "illegal number of tokens: "
              + end
              + " cached and "
              + tokens
              + " new, must be at most the window, "
              + window
              + "; append one token at a time");
    }
    if (layer == 0) {
      makeRoom(tokens);
    }
    NDArray k = Precision.full(key), v = Precision.full(value); // (B, G, T, D)
    if (keys[layer] == null) {
      keys[layer] = allocate(k);
      values[layer] = allocate(v);
    }
    int from = start(tokens);
    NDList seen = new NDList(write(keys[layer], k, from), write(values[layer], v, from));
    if (layer == keys.length - 1) {
      advance(tokens);
    }
    return seen;
  }

  /** Moves the newest tokens to the front of the arrays if new tokens do not fit at the end. */
  void makeRoom(int tokens) {
    if (end + tokens > capacity) {
      capacity = 2 * window;
      keepNewest(window - 1);
    }
  }

  /** Returns the index of the first cached token that new tokens attend to. */
  int start(int tokens) {
    return Math.max(0, end + tokens - window);
  }

  /** Returns the index at which the next token is written. */
  int end() {
    return end;
  }

  /** Adds tokens that were written at the end to the length. */
  void advance(int tokens) {
    end += tokens;
    position += tokens;
  }

  /** Returns whether the arrays are allocated. */
  boolean allocated() {
    return keys[keys.length - 1] != null;
  }

  List<NDArray> keys() {
    return List.of(keys);
  }

  List<NDArray> values() {
    return List.of(values);
  }

  /** Returns the bytes of all arrays; 0 before the first tokens. */
  public long bytes() {
    return Stream.concat(Arrays.stream(keys), Arrays.stream(values))
        .filter(Objects::nonNull)
        .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
        .sum();
  }

  private NDArray allocate(NDArray like) {
    Shape s = like.getShape();
    Shape shape = new Shape(s.get(0), s.get(1), capacity, s.get(3));
    return manager.zeros(shape, like.getDataType());
  }

  /** Writes new tokens at the end; returns a view of all tokens from index {@code from}. */
  private NDArray write(NDArray all, NDArray added, int from) {
    int last = end + (int) added.getShape().get(2);
    all.set(new NDIndex(":, :, {}:{}", end, last), added);
    return all.get(added.getManager(), new NDIndex(":, :, {}:{}", from, last));
  }

  /** Moves the newest tokens of each layer to the front, in larger arrays if they must grow. */
  private void keepNewest(int count) {
    try (NDManager scope = manager.newSubManager()) {
      for (int layer = 0; layer < keys.length; layer++) {
        keys[layer] = moved(keys[layer], count, scope);
        values[layer] = moved(values[layer], count, scope);
      }
    }
    end = count;
  }

  private NDArray moved(NDArray all, int count, NDManager scope) {
    NDArray newest =
        all.get(scope, new NDIndex(":, :, {}:{}", end - count, end)).duplicate(); // may overlap
    NDArray target = all;
    if (all.getShape().get(2) < capacity) {
      target = allocate(all);
      all.close();
    }
    target.set(new NDIndex(":, :, :{}", count), newest);
    return target;
  }

  /** Forgets all tokens; the arrays are used again. */
  public void clear() {
    end = 0;
    position = 0;
  }

  /** Removes the newest tokens; throws an exception if older tokens already left the window. */
  public void drop(int tokens) {
    if (position != end) {
      throw new IllegalStateException(
          "cannot remove the newest tokens: older tokens already left the window;"
              + " clear the cache instead");
    }
    Check.within("tokens to remove", tokens, 0, end);
    end -= tokens;
    position -= tokens;
  }

  /**
   * Replaces the batch by copies of selected rows, as in beam search.
   *
   * @param rows indices of rows in the current batch; the new batch size is the number of indices
   */
  public void select(int... rows) {
    for (int layer = 0; layer < keys.length; layer++) {
      keys[layer] = selected(keys[layer], rows);
      values[layer] = selected(values[layer], rows);
    }
  }

  private NDArray selected(NDArray all, int... rows) {
    try (all;
        NDArray index = manager.create(rows)) {
      return all.get(manager, new NDIndex("{}", index));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}

package org.glassllm.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Inputs and targets as plain Java numbers; the target of a position is the token after it.
 *
 * @param inputs {@code (B, T)}, row by row
 * @param targets {@code (B, T)}, row by row; {@link #IGNORE} where a position does not count
 * @param rows B
 * @param tokens T
 */
public record Batch(long[] inputs, long[] targets, int rows, int tokens) {
  /** Marks a target that does not count, PyTorch's default mark. */
  public static final long IGNORE = -100;

  /** Windows of a source: row r is {@code tokens} ids from {@code starts[r]}, targets one later. */
  public static Batch of(TokenSource source, long[] starts, int tokens) {
    long[] inputs = new long[starts.length * tokens];
    long[] targets = new long[starts.length * tokens];
    int[] window = new int[tokens + 1];
    for (int r = 0; r < starts.length; r++) {
      source.read(starts[r], window);
      for (int t = 0; t < tokens; t++) {
        inputs[r * tokens + t] = window[t];
        targets[r * tokens + t] = window[t + 1];
      }
    }
    return new Batch(inputs, targets, starts.length, tokens);
  }

  /** The inputs as an array {@code (B, T)} of a manager. */
  public NDArray inputArray(NDManager manager) {
    return manager.create(inputs, new Shape(rows, tokens));
  }

  /** The targets as an array {@code (B, T)} of a manager. */
  public NDArray targetArray(NDManager manager) {
    return manager.create(targets, new Shape(rows, tokens));
  }

  /** Number of positions that count. */
  public int counted() {
    int n = 0;
    for (long target : targets) {
      if (target != IGNORE) {
        n++;
      }
    }
    return n;
  }
}

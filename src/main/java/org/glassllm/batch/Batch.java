package org.glassllm.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;

/**
 * Inputs and targets as Java arrays; the target of a position is the next token.
 *
 * @param inputs {@code (B, T)}, row by row
 * @param targets {@code (B, T)}, row by row; {@link #IGNORE} at positions that do not count
 * @param rows B
 * @param tokens T
 */
public record Batch(long[] inputs, long[] targets, int rows, int tokens) {
  /** The target of a position that does not count: PyTorch's {@code ignore_index}. */
  public static final long IGNORE = -100;

  /** Returns a batch of windows: row r holds {@code tokens} ids from {@code starts[r]} on. */
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

  /** Returns the inputs as an array {@code (B, T)} of a manager. */
  public NDArray inputArray(NDManager manager) {
    return manager.create(inputs, new Shape(rows, tokens));
  }

  /** Returns the targets as an array {@code (B, T)} of a manager. */
  public NDArray targetArray(NDManager manager) {
    return manager.create(targets, new Shape(rows, tokens));
  }

  /** Returns the number of positions that count. */
  public int counted() {
    return (int) LongStream.of(targets).filter(target -> target != IGNORE).count();
  }
}

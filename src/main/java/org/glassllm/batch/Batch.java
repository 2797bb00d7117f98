package org.glassllm.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;

/**
 * A batch of inputs and targets as Java arrays; the target of a position is the next token.
 *
 * @param inputs the input ids {@code (B, T)}, row by row
 * @param targets the target ids {@code (B, T)}, row by row; {@link #IGNORE} at positions that the
 *     loss ignores
 * @param rows the batch size B
 * @param tokens the number of tokens T in a window
 */
public record Batch(long[] inputs, long[] targets, int rows, int tokens) {
  /**
   * The target of a position that the loss ignores; the default of PyTorch's {@code ignore_index}.
   */
  public static final long IGNORE = -100;

  /**
   * Returns a batch of windows; row r contains {@code tokens} ids, from index {@code starts[r]} of
   * the source.
   */
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

  /** Returns the inputs as an array {@code (B, T)}; {@code manager} owns the array. */
  public NDArray inputArray(NDManager manager) {
    return manager.create(inputs, new Shape(rows, tokens));
  }

  /** Returns the targets as an array {@code (B, T)}; {@code manager} owns the array. */
  public NDArray targetArray(NDManager manager) {
    return manager.create(targets, new Shape(rows, tokens));
  }

  /** Returns the number of positions that the loss counts. */
  public int counted() {
    return (int) LongStream.of(targets).filter(target -> target != IGNORE).count();
  }
}

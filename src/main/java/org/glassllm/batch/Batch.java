package org.glassllm.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.glassllm.base.Check;

/**
 * A batch of inputs and targets as Java arrays; the target of a position is the next token.
 *
 * @param inputs the input ids {@code (B, T)}, row by row
 * @param targets the target ids {@code (B, T)}, row by row; {@link #IGNORE} at positions that the
 *     loss ignores
 * @param rows the batch size B
 * @param tokens the number of tokens T in a window
 * @param segments the text of each token; {@link Segments#NONE} if each row is one text without
 *     padding
 */
public record Batch(long[] inputs, long[] targets, int rows, int tokens, Segments segments) {
  /**
   * The target of a position that the loss ignores; the default of PyTorch's {@code ignore_index}.
   */
  public static final long IGNORE = -100;

  /** Checks that the segments have the shape of the batch. */
  public Batch {
    boolean fits = segments.rows() == rows && segments.tokens() == tokens;
    if (!segments.isNone() && !fits) {
      throw Check.illegal(
          "shape of segments",
          "(%s, %s)".formatted(segments.rows(), segments.tokens()),
          "(%s, %s)".formatted(rows, tokens));
    }
  }

  /** Creates a batch of windows, whose rows are texts without padding. */
  public Batch(long[] inputs, long[] targets, int rows, int tokens) {
    this(inputs, targets, rows, tokens, Segments.NONE);
  }

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

  /**
   * Returns the column of the last token of each row that is not padding.
   *
   * @throws org.glassllm.base.InputException if a row does not hold exactly one text
   */
  public int[] lastTokens() {
    int[] last = new int[rows], ids = segments.ids();
    Arrays.fill(last, segments.isNone() ? tokens - 1 : -1);
    for (int i = 0; i < ids.length; i++) {
      Check.within("number of texts in row " + i / tokens, ids[i] + 1, 0, 1);
      last[i / tokens] = ids[i] == 0 ? i % tokens : last[i / tokens];
    }
    for (int row = 0; row < rows; row++) {
      Check.within("number of texts in row " + row, last[row] < 0 ? 0 : 1, 1, 1);
    }
    return last;
  }

  /** Returns the number of counted positions of each row. */
  public int[] countedPerRow() {
    int[] counts = new int[rows];
    for (int i = 0; i < targets.length; i++) {
      counts[i / tokens] += targets[i] == IGNORE ? 0 : 1;
    }
    return counts;
  }

  /**
   * Returns numbers {@code (B, T)} with one value at each counted position and 0 elsewhere.
   *
   * @param values for each row, one number per counted position
   */
  public double[] spread(List<double[]> values) {
    int[] counts = countedPerRow(), next = new int[rows];
    for (int row = 0; row < rows; row++) {
      int given = row < values.size() ? values.get(row).length : 0;
      Check.within("number of values of row " + row, given, counts[row], counts[row]);
    }
    double[] all = new double[targets.length];
    for (int i = 0; i < all.length; i++) {
      if (targets[i] != IGNORE) {
        all[i] = values.get(i / tokens)[next[i / tokens]++];
      }
    }
    return all;
  }

  /** Returns the numbers at the counted positions of each row; the inverse of {@link #spread}. */
  public List<double[]> gather(double[] numbers) {
    int[] counts = countedPerRow(), next = new int[rows];
    List<double[]> values = new ArrayList<>();
    for (int count : counts) {
      values.add(new double[count]);
    }
    for (int i = 0; i < numbers.length; i++) {
      if (targets[i] != IGNORE) {
        values.get(i / tokens)[next[i / tokens]++] = numbers[i];
      }
    }
    return values;
  }
}

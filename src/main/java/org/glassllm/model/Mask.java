package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.batch.Segments;

/**
 * Selects the keys that each query attends to. Masks can be compared with {@code equals} and
 * combined with {@link #and}. {@link ScoreMask} computes the array of a mask once per pass.
 *
 * <p>Query i has the position {@code i + offset}. The default offset is {@code Tk - Tq}. If rows of
 * a batch differ in length, {@code offsets} holds one offset per row.
 */
public sealed interface Mask {
  /**
   * Returns true for each query and key if the query attends to the key.
   *
   * @return booleans that broadcast to {@code (B, Tq, Tk)}
   */
  NDArray visible(NDManager manager, int tq, int tk);

  /** Returns the mask that hides no key. */
  static Mask none() {
    return new None();
  }

  /** Returns the causal mask, which hides keys after the query's position. */
  static Mask causal(int... offsets) {
    return new Causal(boxed(offsets));
  }

  /**
   * Returns the sliding-window mask, which hides keys that are {@code size} or more tokens before
   * the query (Beltagy et al. 2020). The mask does not hide later keys; combine it with {@link
   * #causal}.
   */
  static Mask window(int size, int... offsets) {
    return new Window(Check.positive("window", size), boxed(offsets));
  }

  /**
   * Returns the mask that hides padding.
   *
   * @param first for each row, index of the first key that is not padding
   * @param end for each row, index after the last key that is not padding
   */
  static Mask padding(int[] first, int[] end) {
    return new Padding(boxed(first), boxed(end));
  }

  /**
   * Returns the mask that hides tokens of other texts in the same row. The mask does not hide later
   * tokens of the same text; combine it with {@link #causal}.
   */
  static Mask segments(Segments segments) {
    return new Packed(segments);
  }

  /** Returns the mask that hides a key if this mask or {@code other} hides the key. */
  default Mask and(Mask other) {
    return new And(this, other);
  }

  /** A mask that hides no key. */
  record None() implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return row(manager, tk).gte(0);
    }
  }

  /** A causal mask, which hides keys after the query's position. */
  record Causal(List<Integer> offsets) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return row(manager, tk).lte(positions(manager, offsets, tq, tk));
    }
  }

  /** A mask that hides keys {@code size} or more tokens before the query. */
  record Window(int size, List<Integer> offsets) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return row(manager, tk).gt(positions(manager, offsets, tq, tk).sub(size));
    }
  }

  /** A mask that hides padding. */
  record Padding(List<Integer> first, List<Integer> end) implements Mask {
    /** Checks that every row has at least one key that is not padding. */
    public Padding {
      for (int row = 0; row < first.size(); row++) {
        Check.within("first key without padding", first.get(row), 0, end.get(row) - 1);
      }
    }

    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      NDArray key = row(manager, tk);
      return key.gte(column(manager, first)).logicalAnd(key.lt(column(manager, end)));
    }
  }

  /** A mask that hides tokens of other texts in the same row. */
  record Packed(Segments segments) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      NDArray ids = segments.array(manager); // (B, T)
      return ids.expandDims(2).eq(ids.expandDims(1)); // (B, Tq, Tk)
    }
  }

  /** A mask that hides a key if {@code left} or {@code right} hides the key. */
  record And(Mask left, Mask right) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return left.visible(manager, tq, tk).logicalAnd(right.visible(manager, tq, tk));
    }
  }

  private static List<Integer> boxed(int... values) {
    return IntStream.of(values).boxed().toList();
  }

  /** Returns the positions of the keys as an array {@code (1, 1, Tk)}. */
  private static NDArray row(NDManager manager, int tk) {
    return manager.arange(tk).reshape(1, 1, tk);
  }

  /** Returns one number per row as an array {@code (B, 1, 1)}. */
  private static NDArray column(NDManager manager, List<Integer> values) {
    int[] numbers = values.stream().mapToInt(Integer::intValue).toArray();
    return manager.create(numbers, new Shape(numbers.length, 1, 1));
  }

  /** Returns the positions of the queries as an array {@code (1 or B, Tq, 1)}. */
  private static NDArray positions(NDManager manager, List<Integer> offsets, int tq, int tk) {
    NDArray query = manager.arange(tq).reshape(1, tq, 1);
    return offsets.isEmpty() ? query.add(tk - tq) : query.add(column(manager, offsets));
  }
}

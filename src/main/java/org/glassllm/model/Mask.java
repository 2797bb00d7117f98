package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.Check;

/**
 * Selects the keys that each query sees. Masks are values: they can be compared and combined with
 * {@link #and}. {@link ScoreMask} computes their arrays once per pass.
 *
 * <p>Query i has the position {@code i + offset}. By default the offset is {@code Tk - Tq}. Rows of
 * different lengths share a batch if {@code offsets} has one offset per row.
 */
public sealed interface Mask {
  /**
   * Returns which scores are visible.
   *
   * @return booleans that broadcast to {@code (B, Tq, Tk)}
   */
  NDArray visible(NDManager manager, int tq, int tk);

  /** Returns the mask that hides nothing. */
  static Mask none() {
    return new None();
  }

  /** Returns the mask that hides keys after the query's position. */
  static Mask causal(int... offsets) {
    return new Causal(boxed(offsets));
  }

  /**
   * Returns the mask that hides keys at a distance of {@code size} or more before the query
   * (Beltagy et al. 2020). It does not hide later keys: combine it with {@link #causal}.
   */
  static Mask window(int size, int... offsets) {
    return new Window(Check.positive("window", size), boxed(offsets));
  }

  /**
   * Returns the mask that hides padding.
   *
   * @param first the first key of each row that is not padding
   * @param end one more than the last key of each row that is not padding
   */
  static Mask padding(int[] first, int[] end) {
    return new Padding(boxed(first), boxed(end));
  }

  /** Returns the mask that hides every key that either of two masks hides. */
  default Mask and(Mask other) {
    return new And(this, other);
  }

  /** Hides nothing. */
  record None() implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return row(manager, tk).gte(0);
    }
  }

  /** Hides later keys. */
  record Causal(List<Integer> offsets) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return row(manager, tk).lte(positions(manager, offsets, tq, tk));
    }
  }

  /** Hides distant keys. */
  record Window(int size, List<Integer> offsets) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return row(manager, tk).gt(positions(manager, offsets, tq, tk).sub(size));
    }
  }

  /** Hides padding. */
  record Padding(List<Integer> first, List<Integer> end) implements Mask {
    /** Checks that every row keeps at least one key. */
    public Padding {
      for (int row = 0; row < first.size(); row++) {
        Check.within("padding's first key", first.get(row), 0, end.get(row) - 1);
      }
    }

    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      NDArray key = row(manager, tk);
      return key.gte(column(manager, first)).logicalAnd(key.lt(column(manager, end)));
    }
  }

  /** Hides every key that either of two masks hides. */
  record And(Mask left, Mask right) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return left.visible(manager, tq, tk).logicalAnd(right.visible(manager, tq, tk));
    }
  }

  private static List<Integer> boxed(int... values) {
    return IntStream.of(values).boxed().toList();
  }

  /** Returns the positions of keys {@code (1, 1, Tk)}. */
  private static NDArray row(NDManager manager, int tk) {
    return manager.arange(tk).reshape(1, 1, tk);
  }

  /** Returns one number per row {@code (B, 1, 1)}. */
  private static NDArray column(NDManager manager, List<Integer> values) {
    int[] numbers = values.stream().mapToInt(Integer::intValue).toArray();
    return manager.create(numbers, new Shape(numbers.length, 1, 1));
  }

  /** Returns the positions of queries {@code (1 or B, Tq, 1)}. */
  private static NDArray positions(NDManager manager, List<Integer> offsets, int tq, int tk) {
    NDArray query = manager.arange(tq).reshape(1, tq, 1);
    return offsets.isEmpty() ? query.add(tk - tq) : query.add(column(manager, offsets));
  }
}

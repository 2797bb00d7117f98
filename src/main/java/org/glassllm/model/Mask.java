package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.Check;

/**
 * Which keys a query sees. A value: masks are compared, combined with {@link #and}, and turned into
 * arrays once a pass by {@link ScoreMask}.
 *
 * <p>Query i of row b has the position {@code i + offset}. The offset is {@code Tk - Tq}, unless
 * {@code offsets} gives one per row: rows of different length then share one batch.
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
   * @param first for each row, the first key that is no padding
   * @param end for each row, one more than the last key that is no padding
   */
  static Mask padding(int[] first, int[] end) {
    return new Padding(boxed(first), boxed(end));
  }

  /** Returns the mask that hides what either of the two masks hides. */
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

  /** Hides what one of two masks hides. */
  record And(Mask left, Mask right) implements Mask {
    @Override
    public NDArray visible(NDManager manager, int tq, int tk) {
      return left.visible(manager, tq, tk).logicalAnd(right.visible(manager, tq, tk));
    }
  }

  private static List<Integer> boxed(int... values) {
    return IntStream.of(values).boxed().toList();
  }

  /** Positions of keys {@code (1, 1, Tk)}. */
  private static NDArray row(NDManager manager, int tk) {
    return manager.arange(tk).reshape(1, 1, tk);
  }

  /** One number per row {@code (B, 1, 1)}. */
  private static NDArray column(NDManager manager, List<Integer> values) {
    int[] numbers = values.stream().mapToInt(Integer::intValue).toArray();
    return manager.create(numbers, new Shape(numbers.length, 1, 1));
  }

  /** Positions of queries {@code (1 or B, Tq, 1)}. */
  private static NDArray positions(NDManager manager, List<Integer> offsets, int tq, int tk) {
    NDArray query = manager.arange(tq).reshape(1, tq, 1);
    return offsets.isEmpty() ? query.add(tk - tq) : query.add(column(manager, offsets));
  }
}

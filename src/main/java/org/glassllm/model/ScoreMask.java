package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/** The form of a {@link Mask} that attention applies to scores {@code (B, H, Tq, Tk)}. */
public sealed interface ScoreMask {
  /** Returns the masked scores. */
  NDArray apply(NDArray scores);

  /** A score mask that hides no key. */
  record Open() implements ScoreMask {
    @Override
    public NDArray apply(NDArray scores) {
      return scores;
    }
  }

  /** A causal mask for as many keys as queries. Fused kernels need no array for this mask. */
  record Causal() implements ScoreMask {
    @Override
    public NDArray apply(NDArray scores) {
      int t = (int) scores.getShape().get(scores.getShape().dimension() - 1);
      NDArray visible = Mask.causal().visible(scores.getManager(), t, t); // (1, T, T)
      return scores.add(additive(visible, scores.getDataType()));
    }
  }

  /**
   * A score mask that adds an array to the scores. A visible key has 0 or a position bias, a hidden
   * key has -∞.
   *
   * @param added array that broadcasts to {@code (B, H, Tq, Tk)}
   */
  record Additive(NDArray added) implements ScoreMask {
    @Override
    public NDArray apply(NDArray scores) {
      return scores.add(added);
    }
  }

  /** Returns the fastest form of a mask; the queries are the last Tq of Tk tokens. */
  static ScoreMask of(Mask mask, NDManager manager, int tq, int tk, DataType type) {
    boolean causal = mask.equals(Mask.causal());
    if (mask.equals(Mask.none()) || causal && tq == 1) { // the newest query attends to every key
      return new Open();
    }
    if (causal && tq == tk) {
      return new Causal();
    }
    NDArray visible = mask.visible(manager, tq, tk);
    return new Additive(additive(visible, type).expandDims(1)); // (B or 1, 1, Tq, Tk)
  }

  /**
   * Returns 0 for a visible key and -∞ for a hidden key. If all keys of a query are hidden, as for
   * padding, all keys of this query become visible. Otherwise the softmax would be NaN.
   */
  private static NDArray additive(NDArray visible, DataType type) {
    NDArray someVisible = visible.toType(DataType.INT32, false).max(new int[] {-1}, true).gt(0);
    NDArray shown = visible.logicalOr(someVisible.logicalNot());
    return shown.toType(type, false).log(); // log 1 = 0, log 0 = -∞
  }
}

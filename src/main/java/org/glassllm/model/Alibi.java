package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * ALiBi, attention with linear biases (Press et al. 2021). Adds {@code -slope · (i - j)} to the
 * score of query i and key j. Each head has its own slope.
 */
public record Alibi() implements Positions {
  @Override
  public String type() {
    return "alibi";
  }

  @Override
  public PositionEncoding build(GptConfig config) {
    return new Bias(config);
  }

  /**
   * Returns the slope of each head (Press et al. 2021, section 3). P is the largest power of two up
   * to H. The first P slopes are {@code 2^(-8 h/P)} for h from 1 to P. The other heads take every
   * second slope of the sequence for 2P heads.
   */
  public static double[] slopes(int heads) {
    int power = Integer.highestOneBit(heads);
    double[] slopes = new double[heads];
    for (int h = 0; h < heads; h++) {
      slopes[h] =
          h < power
              ? Math.pow(2, -8.0 * (h + 1) / power)
              : Math.pow(2, -8.0 * (2 * (h - power) + 1) / (2 * power));
    }
    return slopes;
  }

  /** Returns the bias of every head, {@code (H, T, T)}; later keys have the bias -∞. */
  public static NDArray causalBias(NDManager manager, int tokens, int heads, DataType type) {
    NDArray position = manager.arange(tokens).toType(DataType.FLOAT64, false); // (T)
    NDArray distance = position.reshape(tokens, 1).sub(position.reshape(1, tokens)); // i - j
    NDArray bias = distance.mul(slopes(manager, heads).neg()); // (H, T, T)
    NDArray mask = distance.gte(0).toType(DataType.FLOAT64, false).log(); // 0, or -∞ for later keys
    return bias.add(mask).toType(type, false);
  }

  /** Returns the slopes as an array {@code (H, 1, 1)}. */
  private static NDArray slopes(NDManager manager, int heads) {
    return manager.create(slopes(heads), new Shape(heads, 1, 1));
  }

  private static final class Bias extends PositionEncoding {
    private final int heads;
    private final int context;

    Bias(GptConfig config) {
      heads = config.heads();
      context = config.context();
    }

    @Override
    NDList compute(NDManager manager, int length, DataType type) {
      return new NDList(causalBias(manager, length, heads, type));
    }

    @Override
    long fusedKind() {
      return FusedPass.ALIBI;
    }

    /** Returns the slopes, {@code (H, 1, 1)}. */
    @Override
    NDList fusedTables(NDManager scope, NDArray weights, int end) {
      return new NDList(slopes(scope, heads).toType(weights.getDataType(), false));
    }

    @Override
    ScoreMask scores(Pass pass, NDArray x) {
      int from = pass.cache().length(), end = from + tokens(x); // ALiBi depends on distances only
      NDManager manager = x.getManager();
      if (pass.mask().equals(Mask.causal())) {
        NDArray all = table(x, end, context).head(); // (H, length, length)
        NDIndex rows = new NDIndex(":, {}:{}, :{}", from, end, end);
        return new ScoreMask.Additive(all.get(manager, rows)); // (H, Tq, Tk)
      }
      // softmax ignores a constant per query, so slope · (j - newest) has the same effect
      NDArray distance = manager.arange(end).sub(end - 1).toType(DataType.FLOAT64, false); // (Tk)
      NDArray bias = distance.mul(slopes(manager, heads)).toType(x.getDataType(), false);
      return new ScoreMask.Additive(super.scores(pass, x).apply(bias)); // (B or 1, H, Tq, Tk)
    }
  }
}

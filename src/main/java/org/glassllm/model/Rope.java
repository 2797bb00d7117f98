package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.tensor.Kernels;

/**
 * RoPE, rotary position embedding (Su et al. 2021). Channel pair i of queries and keys at position
 * t is rotated by the angle {@code t / base^(2i/D)} (eq. 15). Attention scores then depend only on
 * the distance of two positions.
 *
 * <p>The paper pairs the channels 2i and 2i + 1. We pair the channels i and i + D/2, as in Llama's
 * files. The two forms differ only in the order of channels; our slices are contiguous.
 *
 * @param base base of the angles, about the ratio of the fastest to the slowest rotation; greater
 *     than 1
 */
public record Rope(double base) implements Positions {
  /** Default base, as in Su et al. 2021 and Vaswani et al. 2017. */
  public static final double BASE = 10_000;

  /** Checks that the base is greater than 1. */
  public Rope {
    checkBase(base);
  }

  /** Creates RoPE with the base 10,000. */
  public Rope() {
    this(BASE);
  }

  static void checkBase(double base) {
    if (!(base > 1) || Double.isInfinite(base)) {
      throw Check.illegal("base", base, "greater than 1");
    }
  }

  @Override
  public String type() {
    return "rope";
  }

  @Override
  public void check(int dim, int headDim) {
    if (headDim % 2 != 0) {
      throw Check.illegal("headDim", headDim, "even, since RoPE rotates pairs of channels");
    }
  }

  @Override
  public PositionEncoding build(GptConfig config) {
    return new Tables(config);
  }

  /**
   * Returns the cosines and sines of the angles for positions {@code from} … {@code from + tokens -
   * 1}.
   *
   * @return cosines {@code (T, D)} and sines {@code (T, D)}. Both halves of the channels have the
   *     same angles. The sines of the first half are negated.
   */
  public NDList tables(NDManager manager, int from, int tokens, int headDim, DataType type) {
    NDArray angles = SinusoidalPositions.angles(manager, from, tokens, headDim, base); // (T, D/2)
    NDArray cosine = angles.cos(), sine = angles.sin();
    return new NDList(
        NDArrays.concat(new NDList(cosine, cosine), 1).toType(type, false),
        NDArrays.concat(new NDList(sine.neg(), sine), 1).toType(type, false));
  }

  /**
   * Rotates each channel pair (a, b) to {@code (a cos - b sin, b cos + a sin)}.
   *
   * @param x queries or keys {@code (B, H, T, D)}
   * @param tables cosines and sines from {@link #tables}, each {@code (T, D)}
   */
  public static NDArray rotate(Kernels kernels, NDArray x, NDList tables) {
    if (kernels.fused()) {
      return kernels.script(Rope.class).call("rotate", x, tables.get(0), tables.get(1));
    }
    return readable(x, tables);
  }

  private static NDArray readable(NDArray x, NDList tables) {
    long half = x.getShape().get(3) / 2;
    NDManager manager = x.getManager();
    NDArray cos = tables.get(0).get(manager, new NDIndex("..., :{}", half)); // (T, D/2)
    NDArray sin = tables.get(1).get(manager, new NDIndex("..., {}:", half)); // (T, D/2)
    NDList halves = x.split(2, 3);
    NDArray a = halves.get(0), b = halves.get(1); // (B, H, T, D/2)
    NDArray first = a.mul(cos).sub(b.mul(sin)), second = b.mul(cos).add(a.mul(sin));
    return NDArrays.concat(new NDList(first, second), 3); // (B, H, T, D)
  }

  private final class Tables extends PositionEncoding {
    private final GptConfig config;

    Tables(GptConfig config) {
      this.config = config;
    }

    @Override
    NDList compute(NDManager manager, int length, DataType type) {
      return tables(manager, 0, length, config.headDim(), type);
    }

    @Override
    long fusedKind() {
      return 3;
    }

    @Override
    NDList fusedTables(NDManager scope, NDArray weights, int end) {
      return table(weights, end, config.context());
    }

    @Override
    List<NDArray> keyRotation(NDManager manager) {
      return tables(manager, 1, 1, config.headDim(), DataType.FLOAT32);
    }

    @Override
    Rotation rotation(Pass pass, NDArray x) {
      NDList rows = new NDList(2);
      for (NDArray table : table(x, pass.end(tokens(x)), config.context())) {
        NDArray own = rows(table, pass, x); // (T, D) or (B, T, D)
        rows.add(
            own.getShape().dimension() == 2
                ? own
                : own.expandDims(1)); // the same rows for every head
      }
      return (kernels, queries) -> rotate(kernels, queries, rows);
    }
  }
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.tensor.Scalars;

/**
 * Fixed sines and cosines that are added to the token embedding (Vaswani et al. 2017, section 3.5):
 * {@code PE(pos, 2i) = sin(pos / base^(2i/C))} and {@code PE(pos, 2i + 1) = cos(pos /
 * base^(2i/C))}.
 *
 * @param base base of the wavelengths, about the ratio of the longest to the shortest one; greater
 *     than 1
 */
public record SinusoidalPositions(double base) implements Positions {
  /** Checks that the base is greater than 1. */
  public SinusoidalPositions {
    Rope.checkBase(base);
  }

  /** Creates sinusoidal positions with the paper's base of 10,000. */
  public SinusoidalPositions() {
    this(Rope.BASE);
  }

  @Override
  public String type() {
    return "sinusoidal";
  }

  @Override
  public void check(int dim, int headDim) {
    if (dim % 2 != 0) {
      throw Check.illegal("dim", dim, "even, since sines and cosines come in pairs");
    }
  }

  @Override
  public PositionEncoding build(GptConfig config) {
    return new Waves(config);
  }

  /** Returns the encoding {@code (T, C)} of the positions [from, from + tokens). */
  public NDArray encoding(NDManager manager, int from, int tokens, int dim, DataType type) {
    NDArray angles = angles(manager, from, tokens, dim, base); // (T, C/2)
    NDArray pairs = NDArrays.stack(new NDList(angles.sin(), angles.cos()), 2); // (T, C/2, 2)
    return pairs.reshape(tokens, dim).toType(type, false);
  }

  /** Returns the angles {@code position / base^(2i/C)} as a float64 array {@code (T, C/2)}. */
  static NDArray angles(NDManager manager, int from, int tokens, int dim, double base) {
    double[] divisors =
        IntStream.range(0, dim / 2).mapToDouble(i -> Math.pow(base, 2.0 * i / dim)).toArray();
    NDArray positions = manager.arange(from, from + tokens).toType(DataType.FLOAT64, false); // (T)
    return positions.reshape(tokens, 1).div(manager.create(divisors).reshape(1, dim / 2));
  }

  private final class Waves extends PositionEncoding {
    private final GptConfig config;

    Waves(GptConfig config) {
      this.config = config;
    }

    @Override
    NDList compute(NDManager manager, int length, DataType type) {
      return new NDList(encoding(manager, 0, length, config.dim(), type));
    }

    @Override
    long fusedKind() {
      return 2;
    }

    @Override
    NDList fusedTables(NDManager scope, NDArray weights, int end) {
      return table(weights, end, config.context());
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      NDArray table = table(x, pass.end(tokens(x)), config.context()).head();
      // the paper scales the embeddings by √C, so that the waves do not dominate
      return Scalars.times(x, Math.sqrt(config.dim())).add(rows(table, pass, x));
    }
  }
}

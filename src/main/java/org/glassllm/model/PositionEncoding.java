package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.glassllm.tensor.ReadableKernels;

/**
 * Position encodings that have no parameters, as functions of Java numbers.
 *
 * <p>Attention alone cannot tell "dog bites man" from "man bites dog". The order enters in one of
 * three places: added to the embeddings (learned, sinusoidal), turned into queries and keys (RoPE),
 * or added to the scores (ALiBi).
 */
public final class PositionEncoding {
  /** The base of the wavelengths, from Vaswani et al. 2017. */
  public static final double BASE = 10_000;

  private PositionEncoding() {}

  /**
   * Sines and cosines (Vaswani et al. 2017, section 3.5): {@code PE(pos, 2i) = sin(pos /
   * 10000^(2i/C))}, {@code PE(pos, 2i+1) = cos(…)}.
   *
   * @return {@code (T, C)} for positions offset … offset + T - 1
   */
  public static NDArray sinusoidal(
      NDManager manager, int offset, int tokens, int dim, DataType type) {
    double[] table = new double[tokens * dim];
    for (int t = 0; t < tokens; t++) {
      for (int c = 0; c < dim; c++) {
        double angle = (offset + t) / Math.pow(BASE, (c - c % 2) / (double) dim);
        table[t * dim + c] = c % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
      }
    }
    return create(manager, table, new Shape(tokens, dim), type);
  }

  /**
   * Cosines and sines for {@link org.glassllm.tensor.Kernels#rotate}: the angle of channel pair i
   * at position t is {@code t / 10000^(2i/D)} (Su et al. 2021, eq. 15).
   *
   * <p>The paper pairs neighbours (2i, 2i + 1); pairing halves (i, i + D/2) is the same up to the
   * order of the channels and needs two slices instead of strided ones.
   *
   * @return tables without score bias, {@code (T, D)}
   */
  public static Pass.PositionTables rope(
      NDManager manager, int offset, int tokens, int headDim, DataType type) {
    int half = headDim / 2;
    double[] cosine = new double[tokens * headDim];
    double[] sine = new double[tokens * headDim];
    for (int t = 0; t < tokens; t++) {
      for (int i = 0; i < headDim; i++) {
        double angle = (offset + t) / Math.pow(BASE, 2.0 * (i % half) / headDim);
        cosine[t * headDim + i] = Math.cos(angle);
        // the minus sign of the rotation stands in the table, so that rotating needs none
        sine[t * headDim + i] = i < half ? -Math.sin(angle) : Math.sin(angle);
      }
    }
    Shape shape = new Shape(tokens, headDim);
    return new Pass.PositionTables(
        create(manager, cosine, shape, type), create(manager, sine, shape, type), null);
  }

  /**
   * Turns channel pairs by the angles of their positions, as the readable kernels do.
   *
   * @param x queries or keys {@code (B, H, T, D)}
   */
  public static NDArray rotate(NDArray x, Pass.PositionTables tables) {
    return ReadableKernels.INSTANCE.rotate(x, tables.cosine(), tables.sine());
  }

  /**
   * Slopes of ALiBi's heads (Press et al. 2021, section 3): a geometric sequence from {@code
   * 2^(-8/H)}; for H that is no power of two, every second slope of the next power fills the rest.
   */
  public static double[] alibiSlopes(int heads) {
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

  /**
   * ALiBi's bias {@code -slope · (i - j)} for query i and key j ≤ i.
   *
   * @param offset position of the first query; keys start at 0
   * @return {@code (H, Tq, Tk)} with Tk = offset + Tq
   */
  public static NDArray alibi(NDManager manager, int offset, int tokens, int heads, DataType type) {
    int keys = offset + tokens;
    double[] slopes = alibiSlopes(heads);
    double[] bias = new double[heads * tokens * keys];
    for (int h = 0, n = 0; h < heads; h++) {
      for (int i = 0; i < tokens; i++) {
        for (int j = 0; j < keys; j++, n++) {
          bias[n] = -slopes[h] * Math.max(0, offset + i - j);
        }
      }
    }
    return create(manager, bias, new Shape(heads, tokens, keys), type);
  }

  private static NDArray create(NDManager manager, double[] values, Shape shape, DataType type) {
    if (type == DataType.FLOAT64) {
      return manager.create(values, shape);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return manager.create(floats, shape);
  }
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import org.glassllm.tensor.Kernels;

/**
 * One forward pass: what every block needs to know beside its input.
 *
 * @param store gives the parameters' arrays
 * @param training whether dropout applies
 * @param kernels the operations
 * @param positions what the position encoding prepared for this pass, or null
 * @param cache keys and values of earlier tokens, or null when the whole text is the input
 */
public record Pass(
    ParameterStore store,
    boolean training,
    Kernels kernels,
    PositionTables positions,
    KeyValueCache cache) {

  /**
   * What a position encoding computes once a pass and every layer uses.
   *
   * @param cosine {@code (T, D)} for RoPE, else null
   * @param sine {@code (T, D)} for RoPE, else null
   * @param scoreBias {@code (H, Tq, Tk)} for ALiBi, else null
   */
  public record PositionTables(NDArray cosine, NDArray sine, NDArray scoreBias) {}

  /** Keys and values of the tokens before the input, for each layer; its owner closes them. */
  public interface KeyValueCache {
    /** Number of tokens that it holds: the position of the input's first token. */
    int length();

    /**
     * Adds a layer's new keys and values and returns all of them.
     *
     * @param layer from 0
     * @param key {@code (B, G, T, D)}
     * @param value {@code (B, G, T, D)}
     * @return keys and values {@code (B, G, length + T, D)}
     */
    NDArray[] append(int layer, NDArray key, NDArray value);
  }

  /** The position of the input's first token. */
  int offset() {
    return cache == null ? 0 : cache.length();
  }

  Pass with(PositionTables tables) {
    return new Pass(store, training, kernels, tables, cache);
  }
}

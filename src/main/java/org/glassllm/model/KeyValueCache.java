package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;

/**
 * The keys and values of previous tokens in each layer. Later tokens never change the keys and
 * values of earlier tokens. A pass therefore computes keys and values only for new tokens.
 */
public interface KeyValueCache {
  /** A cache that stays empty, for a pass whose input is the complete text. */
  KeyValueCache NONE =
      new KeyValueCache() {
        @Override
        public int[] lengths() {
          return new int[1];
        }

        @Override
        public int[] positions() {
          return new int[1];
        }

        @Override
        public NDList append(int layer, NDArray key, NDArray value) {
          return new NDList(key, value);
        }
      };

  /** Returns the number of cached keys, either one number for all rows or one per row. */
  int[] lengths();

  /** Returns the maximum number of cached keys over all rows. */
  default int length() {
    return Arrays.stream(lengths()).max().orElseThrow();
  }

  /**
   * Returns the position of the first new token, either one number for all rows or one per row. A
   * position exceeds the number of cached keys after old tokens were removed.
   */
  int[] positions();

  /**
   * Appends the new keys and values of a layer. Returns the keys and values that the new tokens
   * attend to.
   *
   * @param layer index of the layer, from 0
   * @param key keys of the new tokens, {@code (B, G, T, D)}
   * @param value values of the new tokens, {@code (B, G, T, D)}
   * @return keys and values {@code (B, G, length + T, D)}
   */
  NDList append(int layer, NDArray key, NDArray value);
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The keys and values of previous tokens in each layer. The keys and values of a token never change
 * when later tokens follow, so a pass computes them only for new tokens.
 */
public interface KeyValueCache {
  /** An empty cache, for a pass whose input is the whole text. */
  KeyValueCache NONE =
      new KeyValueCache() {
        @Override
        public int length() {
          return 0;
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

  /** Returns the number of keys before those of the input; the largest number of all rows. */
  int length();

  /**
   * Returns the position of the input's first token: one number for all rows, or one per row. A
   * position exceeds the length once old tokens dropped out.
   */
  int[] positions();

  /**
   * Appends the new keys and values of a layer and returns all that the new tokens see.
   *
   * @param layer from 0
   * @param key {@code (B, G, T, D)}
   * @param value {@code (B, G, T, D)}
   * @return keys and values {@code (B, G, length + T, D)}
   */
  NDList append(int layer, NDArray key, NDArray value);
}

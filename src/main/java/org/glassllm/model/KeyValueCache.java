package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The keys and values of previous tokens in each layer. The creator of a cache closes it. */
public interface KeyValueCache {
  /** An empty cache, for a pass whose input is the whole text. */
  KeyValueCache NONE =
      new KeyValueCache() {
        @Override
        public int length() {
          return 0;
        }

        @Override
        public NDList append(int layer, NDArray key, NDArray value) {
          return new NDList(key, value);
        }
      };

  /** Returns the number of cached tokens: the position of the input's first token. */
  int length();

  /**
   * Appends the new keys and values of a layer and returns all of them.
   *
   * @param layer from 0
   * @param key {@code (B, G, T, D)}
   * @param value {@code (B, G, T, D)}
   * @return keys and values {@code (B, G, length + T, D)}
   */
  NDList append(int layer, NDArray key, NDArray value);
}

package org.glassllm.model;

import ai.djl.ndarray.NDArray;

/**
 * A network that predicts the next token. Training, evaluation and generation use every kind of
 * model, such as a GPT or a GRU, through this interface.
 */
public interface LanguageModel extends Network {
  /**
   * Returns the logits of every position. Logits at position t predict the token at t + 1.
   *
   * @param pass the forward pass, with parameters, mask and cache
   * @param ids integers {@code (B, T)}
   * @return logits {@code (B, T, V)}
   */
  NDArray logits(Pass pass, NDArray ids);

  /**
   * Returns the logits of the last position only.
   *
   * @param ids integers {@code (B, T)}
   * @return logits {@code (B, V)}
   */
  default NDArray lastLogits(Pass pass, NDArray ids) {
    return logits(pass, ids).get(":, -1");
  }

  /** Returns the number of layers with a KV cache; 0 if the model uses no cache. */
  default int cachedLayers() {
    return 0;
  }

  /** Returns whether a text may exceed the context length, as with RoPE and ALiBi. */
  default boolean readsBeyondContext() {
    return true;
  }

  /** Returns V, the number of tokens in the vocabulary. */
  int vocabSize();

  /** Returns the context length, which is the number of tokens in a training window. */
  int context();
}

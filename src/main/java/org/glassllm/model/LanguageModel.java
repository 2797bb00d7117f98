package org.glassllm.model;

import ai.djl.ndarray.NDArray;

/**
 * A network that predicts the next token. Training, evaluation and generation use every model, a
 * GPT as well as a GRU, through this interface.
 */
public interface LanguageModel extends Network {
  /**
   * Returns the logits of every position. Logits at position t predict the token at t + 1.
   *
   * @param pass the parameters, mask and cache of this forward pass
   * @param ids integers {@code (B, T)}
   * @return {@code (B, T, V)}
   */
  NDArray logits(Pass pass, NDArray ids);

  /** Returns V, the number of tokens in the vocabulary. */
  int vocabSize();

  /** Returns the context length: the length of a training window in tokens. */
  int context();
}

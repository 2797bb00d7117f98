package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

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

  /**
   * Computes new tokens of several texts, whose keys and values are in slots. The texts may differ
   * in length and in the number of new tokens.
   *
   * @param scope the manager that owns the arrays of the pass
   * @param slots the slots to which keys and values of the new tokens are written
   * @param texts the new tokens of each text
   * @param each whether to return the logits of every new token, not only of the last one
   * @return logits {@code (N, V)}, with one row per text or, if {@code each}, one row per new token
   */
  default NDArray logits(NDManager scope, KvSlots slots, List<NewTokens> texts, boolean each) {
    NDList parts = new NDList();
    for (List<NewTokens> group : NewTokens.groups(texts)) {
      Pass pass = Pass.inference(scope, kernels()).with(new SlotRows(slots, group, scope));
      NDArray ids = NewTokens.ids(scope, group); // (B, T)
      parts.add(each ? logits(pass, ids).reshape(-1, vocabSize()) : lastLogits(pass, ids));
    }
    return parts.size() == 1 ? parts.head() : NDArrays.concat(parts);
  }

  /**
   * Returns the arrays that move a cached key to the next position, for attention sinks. The list
   * is empty if keys do not depend on positions.
   */
  default List<NDArray> keyRotation(NDManager manager) {
    return List.of();
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

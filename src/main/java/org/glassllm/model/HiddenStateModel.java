package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A language model that computes logits from one hidden state per position. A reward model or a
 * critic adds a head to the same hidden states.
 */
public interface HiddenStateModel extends LanguageModel {
  /** Returns the hidden states {@code (B, T, C)} after the final norm. */
  NDArray hidden(Pass pass, NDArray ids);

  /** Returns the logits {@code (…, V)} of hidden states {@code (…, C)}. */
  NDArray unembed(Pass pass, NDArray hidden);

  /** Returns C, the number of channels of a hidden state. */
  int dim();

  /** Returns the model whose adapters train; the model is fixed. Empty without adapters. */
  default Optional<Gpt> frozenBase() {
    return Optional.empty();
  }
}

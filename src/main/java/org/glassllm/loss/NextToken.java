package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.batch.Batch;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;

/**
 * The objective of pretraining, which is the cross-entropy of each next token in nats.
 *
 * @param model the model that predicts the tokens
 */
public record NextToken(LanguageModel model) implements Objective<Batch> {
  @Override
  public NDArray sum(Pass pass, Batch batch) {
    NDArray logits = model.logits(pass, batch.inputArray(pass.manager())); // (B, T, V)
    return CrossEntropy.sum(pass.kernels(), logits, batch.targetArray(pass.manager()));
  }

  @Override
  public long count(Batch batch) {
    return batch.counted();
  }
}

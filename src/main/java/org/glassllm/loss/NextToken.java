package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.batch.Batch;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;

/**
 * The objective of pretraining and of supervised fine-tuning (SFT), which is the cross-entropy of
 * each counted next token in nats. Pretraining counts all tokens; SFT counts response tokens only,
 * EOS included (see {@link org.glassllm.batch.Example}).
 *
 * @param model the model that predicts the tokens
 */
public record NextToken(LanguageModel model) implements Objective<Batch> {
  @Override
  public NDArray sum(Pass pass, Batch batch) {
    Pass texts = pass.with(batch.segments()); // padded or packed texts see only themselves
    NDArray logits = model.logits(texts, batch.inputArray(pass.manager())); // (B, T, V)
    return CrossEntropy.sum(pass.kernels(), logits, batch.targetArray(pass.manager()));
  }

  @Override
  public long count(Batch batch) {
    return batch.counted();
  }
}

package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.glassllm.base.Check;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.model.Pass;

/**
 * Scores of a trained reward model, which reads the prompt and the response as one text.
 *
 * @param model the reward model, with the vocabulary of the policy
 * @param rows maximum number of texts in a pass, at least 1
 * @param manager the parent of each pass's manager
 */
public record RewardScorer(ValueModel model, int rows, NDManager manager) implements Scorer {
  /** Checks the limit. */
  public RewardScorer {
    Check.positive("rows", rows);
  }

  @Override
  public double[] scores(List<Response> responses) {
    return ofTexts(responses.stream().map(Response::text).toList());
  }

  /** Returns the score of each text, which is a prompt and a response. */
  public double[] ofTexts(List<Example> texts) {
    return new Collator(0).batches(texts, rows).stream().flatMapToDouble(this::rewards).toArray();
  }

  private DoubleStream rewards(Batch batch) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray rewards = model.rewards(Pass.inference(scope, model.kernels()), batch); // (B)
      return Arrays.stream(rewards.toType(DataType.FLOAT64, false).toDoubleArray());
    }
  }
}

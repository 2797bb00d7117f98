package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.model.Pass;

/**
 * Scores of a trained reward model, which reads the prompt and the response as one text.
 *
 * @param name names the reward model in messages
 * @param model the reward model, with the vocabulary of the policy
 * @param rows maximum number of texts in a pass, at least 1
 * @param manager the parent of each pass's manager
 */
public record RewardScorer(String name, ValueModel model, int rows, NDManager manager)
    implements Scorer {
  /** Checks the limit. */
  public RewardScorer {
    Check.positive("rows", rows);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if a score is not a finite number
   */
  @Override
  public double[] scores(List<Response> responses) {
    return ofTexts(responses.stream().map(Response::text).toList());
  }

  /** Returns the score of each text, which is a prompt and a response. */
  public double[] ofTexts(List<Example> texts) {
    double[] scores =
        new Collator(0).batches(texts, rows).stream().flatMapToDouble(this::rewards).toArray();
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new InputException(
            "the reward model %s gives the score %s, must give finite numbers; train the reward"
                + " model again with a lower learning rate lr",
            name, score);
      }
    }
    return scores;
  }

  private DoubleStream rewards(Batch batch) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray rewards = model.rewards(Pass.inference(scope, model.kernels()), batch); // (B)
      return Arrays.stream(rewards.toType(DataType.FLOAT64, false).toDoubleArray());
    }
  }
}

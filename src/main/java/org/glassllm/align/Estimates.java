package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.ResponseLogProb;
import org.glassllm.model.Pass;

/**
 * A policy's log-probabilities and a critic's estimates for the response tokens of some texts. Each
 * list holds one array per text and one number per response token.
 *
 * @param logProbs log-probabilities under the policy
 * @param values the critic's estimates before each token
 */
record Estimates(List<double[]> logProbs, List<double[]> values) {
  /**
   * Measures texts; one pass computes both numbers, without gradients.
   *
   * @param rows maximum number of texts in a pass, which limits the memory of the logits
   */
  static Estimates of(ValueModel model, List<Example> texts, int rows, NDManager manager) {
    Estimates all = new Estimates(new ArrayList<>(), new ArrayList<>());
    for (Batch batch : new Collator(0).batches(texts, rows)) {
      try (NDManager scope = manager.newSubManager()) {
        ValueModel.Output output = model.apply(Pass.inference(scope, model.kernels()), batch);
        NDArray targets = batch.targetArray(scope); // (B, T)
        NDArray logProbs = ResponseLogProb.perToken(model.kernels(), output.logits(), targets);
        all.logProbs.addAll(numbers(batch, logProbs));
        all.values.addAll(numbers(batch, output.values()));
      }
    }
    return all;
  }

  private static List<double[]> numbers(Batch batch, NDArray array) {
    return batch.gather(array.toType(DataType.FLOAT64, false).toDoubleArray());
  }
}

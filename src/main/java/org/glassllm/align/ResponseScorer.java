package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.Entropy;
import org.glassllm.loss.ResponseLogProb;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;

/**
 * Measures the log-probabilities of responses under a fixed policy, without gradients. DPO needs
 * those of the reference policy once per pair. PPO and GRPO also need those of the policy that
 * generated the responses.
 */
public final class ResponseScorer {
  private final LanguageModel model;
  private final NDManager manager;

  /**
   * Creates a scorer.
   *
   * @param manager the parent of each batch's manager
   */
  public ResponseScorer(LanguageModel model, NDManager manager) {
    this.model = model;
    this.manager = manager;
  }

  /** Returns the log-probability of each counted token, one array per row. */
  public List<double[]> perToken(Batch batch) {
    try (NDManager scope = manager.newSubManager()) {
      Pass pass = Pass.inference(scope, model.kernels());
      NDArray ids = batch.inputArray(scope), targets = batch.targetArray(scope); // (B, T)
      NDArray logits = model.logits(pass.with(batch.segments()), ids); // (B, T, V)
      NDArray logProbs = ResponseLogProb.perToken(model.kernels(), logits, targets); // (B, T)
      return batch.gather(numbers(logProbs));
    }
  }

  /**
   * Returns the log-probability of each response token, one array per text.
   *
   * @param rows maximum number of texts in a pass, which limits the memory of the logits
   */
  public List<double[]> perToken(List<Example> texts, int rows) {
    return new Collator(0)
        .batches(texts, rows).stream().flatMap(batch -> perToken(batch).stream()).toList();
  }

  /**
   * The log-probabilities and the entropies of one response, one number per token, in nats.
   *
   * @param logProbs the log-probability of each token
   * @param entropies the entropy of the distribution from which the token was predicted
   */
  public record Tokens(double[] logProbs, double[] entropies) {
    /** Returns the log-probability of the response. */
    public double logProb() {
      return Arrays.stream(logProbs).sum();
    }

    /** Returns the sum of the entropies. */
    public double entropy() {
      return Arrays.stream(entropies).sum();
    }
  }

  /**
   * Returns the log-probabilities and the entropies of each text's response.
   *
   * @param rows maximum number of texts in a pass, which limits the memory of the logits
   */
  public List<Tokens> tokens(List<Example> texts, int rows) {
    return new Collator(0)
        .batches(texts, rows).stream().flatMap(batch -> tokens(batch).stream()).toList();
  }

  private List<Tokens> tokens(Batch batch) {
    try (NDManager scope = manager.newSubManager()) {
      Pass pass = Pass.inference(scope, model.kernels());
      NDArray ids = batch.inputArray(scope), targets = batch.targetArray(scope); // (B, T)
      NDArray logits = model.logits(pass.with(batch.segments()), ids); // (B, T, V)
      NDArray logProbs = ResponseLogProb.perToken(model.kernels(), logits, targets); // (B, T)
      NDArray entropies = Entropy.perToken(model.kernels(), logits, targets); // (B, T)
      List<double[]> first = batch.gather(numbers(logProbs)),
          second = batch.gather(numbers(entropies));
      return IntStream.range(0, first.size())
          .mapToObj(row -> new Tokens(first.get(row), second.get(row)))
          .toList();
    }
  }

  private static double[] numbers(NDArray array) {
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
  }

  /** Returns the log-probability of each row's response, the sum over its counted tokens. */
  public double[] sums(Batch batch) {
    return perToken(batch).stream().mapToDouble(row -> Arrays.stream(row).sum()).toArray();
  }
}

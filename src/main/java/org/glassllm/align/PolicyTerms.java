package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.loss.Entropy;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.ResponseLogProb;
import org.glassllm.model.Pass;

/**
 * The terms that the objectives of PPO and GRPO share. Each array is {@code (B, T)} and 0 outside
 * of the responses.
 *
 * @param logProbs log-probabilities of the response tokens under the trained policy
 * @param clipped the clipped policy loss
 * @param entropy the entropy of the trained policy
 */
record PolicyTerms(NDArray logProbs, NDArray clipped, NDArray entropy) {
  /** The names of the metrics of {@link #of}. */
  static final List<String> METRICS =
      List.of("policy/approxkl_avg", "policy/clipfrac_avg", "policy/entropy_avg", "val/ratio");

  /**
   * Computes the terms and adds the metrics {@code policy/approxkl_avg}, {@code
   * policy/clipfrac_avg}, {@code policy/entropy_avg} and {@code val/ratio}.
   *
   * @param logits {@code (B, T, V)}
   * @param entropyGradient whether the entropy is part of the loss
   */
  static PolicyTerms of(
      Pass pass,
      NDArray logits,
      PolicyBatch batch,
      PolicyClip clip,
      boolean entropyGradient,
      MetricMeans metrics) {
    Batch texts = batch.texts();
    NDArray targets = texts.targetArray(pass.manager());
    NDArray logProbs = ResponseLogProb.perToken(pass.kernels(), logits, targets); // (B, T)
    NDArray old = spread(logProbs, texts, batch.old()); // 0 at ignored positions, like logProbs
    NDArray advantages = spread(logProbs, texts, batch.advantages());
    // an entropy that is a metric only needs no memory for a backward pass
    NDArray entropyLogits = entropyGradient ? logits : logits.stopGradient();
    NDArray entropy = Entropy.perToken(pass.kernels(), entropyLogits, targets);
    long count = texts.counted();
    NDArray counted = targets.neq(Batch.IGNORE).toType(logProbs.getDataType(), false);
    metrics.add("policy/approxkl_avg", KlEstimator.K2.of(logProbs, old), count);
    metrics.add("policy/clipfrac_avg", clip.clipped(logProbs, old, advantages), count);
    metrics.add("policy/entropy_avg", entropy, count);
    metrics.add("val/ratio", logProbs.sub(old).exp().mul(counted), count);
    return new PolicyTerms(logProbs, clip.of(logProbs, old, advantages), entropy);
  }

  /** Returns one number per counted position as an array {@code (B, T)} with the dtype of x. */
  static NDArray spread(NDArray x, Batch texts, List<double[]> values) {
    Shape shape = new Shape(texts.rows(), texts.tokens());
    return x.getManager().create(texts.spread(values), shape).toType(x.getDataType(), false);
  }
}

package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.batch.Batch;
import org.glassllm.tensor.Kernels;

/** The entropy of predicted distributions in nats, {@code -Σ p log p} over the vocabulary. */
public final class Entropy {
  private Entropy() {}

  /**
   * Returns the entropy at each counted position and 0 elsewhere.
   *
   * @param logits {@code (…, V)}
   * @param targets integers {@code (…)}; only {@link Batch#IGNORE} matters
   * @return {@code (…)}
   */
  public static NDArray perToken(Kernels kernels, NDArray logits, NDArray targets) {
    NDArray entropy =
        kernels.fused()
            ? kernels.script(Entropy.class).call("entropy", logits) // frees (…, V) arrays at once
            : readable(logits);
    return entropy.mul(targets.neq(Batch.IGNORE).toType(entropy.getDataType(), false));
  }

  private static NDArray readable(NDArray logits) {
    NDArray logProbs = logits.logSoftmax(-1); // (…, V)
    return logProbs.exp().mul(logProbs).sum(new int[] {-1}).neg(); // (…)
  }
}

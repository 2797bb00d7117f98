package org.glassllm.align;

import org.glassllm.base.Check;
import org.glassllm.batch.Batch;

/**
 * A batch of P pairs for DPO.
 *
 * @param texts 2P rows: the chosen texts, then the rejected texts
 * @param reference for each row, the log-probability of its response under the reference policy,
 *     {@code (2P)}; see {@link ResponseScorer#sums}
 */
public record DpoBatch(Batch texts, double[] reference) {
  /** Checks that there are two rows per pair and one log-probability per row. */
  public DpoBatch {
    Check.within(
        "number of reference log-probabilities", reference.length, texts.rows(), texts.rows());
    if (texts.rows() % 2 != 0) {
      throw Check.illegal("number of rows", texts.rows(), "even, with two rows per pair");
    }
    for (int count : texts.countedPerRow()) {
      Check.positive("number of tokens in a response", count);
    }
  }

  /** Returns the number of pairs P. */
  public int pairs() {
    return texts.rows() / 2;
  }
}

package org.glassllm.align;

import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;

/**
 * A batch of P pairs for a reward model.
 *
 * @param texts 2P rows: the chosen texts, then the rejected texts
 * @param margins for each pair, the required difference of the rewards, {@code (P)}
 */
public record RewardBatch(Batch texts, double[] margins) {
  /** Checks that there are two rows per pair. */
  public RewardBatch {
    Check.within("number of margins", margins.length * 2, texts.rows(), texts.rows());
  }

  /** Returns the batch of some pairs, with margins of 0. */
  public static RewardBatch of(Collator collator, List<Preference> pairs) {
    return new RewardBatch(Preference.batch(collator, pairs), new double[pairs.size()]);
  }

  /** Returns the number of pairs P. */
  public int pairs() {
    return margins.length;
  }
}

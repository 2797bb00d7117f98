package org.glassllm.evaluate;

import ai.djl.ndarray.NDManager;
import java.util.stream.LongStream;
import org.glassllm.base.Progress;
import org.glassllm.batch.Batch;
import org.glassllm.batch.ExampleRows;
import org.glassllm.loss.NextToken;
import org.glassllm.model.LanguageModel;

/**
 * Measures the cross-entropy of a model on the responses of examples, end tokens included. Prompts
 * and padding do not count.
 *
 * @param rows the examples
 * @param most maximum number of rows; of more rows, the selected rows are evenly spaced
 * @param manager the parent of each batch's manager
 */
public record ResponseLoss(ExampleRows rows, int most, NDManager manager) {
  private static final int MOST_ROWS = 16;

  /** Maximum number of logits in a batch, 256 MB in float32. */
  private static final long MOST_LOGITS = 1 << 26;

  /** Returns the loss of a model on the responses; reports progress after each batch. */
  public TextLoss.Result measure(LanguageModel model, Progress progress) {
    int chosen = Math.min(most, rows.size());
    long byLogits = MOST_LOGITS / ((long) model.context() * model.vocabSize());
    int size = (int) Math.max(1, Math.min(MOST_ROWS, byLogits));
    int batches = (chosen + size - 1) / size;
    return new HeldOutLoss<>(
            new NextToken(model),
            batches,
            i -> batch(i * size, size, chosen),
            model.kernels(),
            manager)
        .measure(progress);
  }

  private Batch batch(int first, int size, int chosen) {
    return rows.batch(
        LongStream.range(first, Math.min(first + size, chosen))
            .map(i -> i * rows.size() / chosen)
            .toArray());
  }
}

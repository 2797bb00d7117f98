package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.ResponseLogProb;
import org.glassllm.model.Gpt;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Autograd;

/** Compares packed rows with one example per row. */
final class PackingCheck {
  private static final int EXAMPLES = 64;
  private static final double CLOSE = 1e-4;
  private final FineTuning tuning;

  PackingCheck(FineTuning tuning) {
    this.tuning = tuning;
  }

  /** Reports the rows, the padding and the difference of the log-probabilities. */
  void report(Report r, List<Example> examples) {
    Collator collator = new Collator(0);
    List<List<Example>> rows = FineTuning.packed(examples.subList(0, EXAMPLES));
    List<Example> order = rows.stream().flatMap(List::stream).toList();
    Batch single = collator.batch(order), packed = collator.packed(rows);
    double[] a = logProbabilities(single), b = logProbabilities(packed);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    r.say(
        "%d examples: %d rows with %.0f %% padding, packed %d rows with %.0f %%",
        EXAMPLES,
        single.rows(),
        100 * padding(single, order),
        (int) r.value("packed_rows", packed.rows()),
        100 * r.value("packed_padding", padding(packed, order)));
    r.say(
        "  %d answer tokens; the same log-probabilities within 1e-4: %s",
        (int) r.value("compared", a.length),
        r.value("packed_equals_single", a.length == b.length && largest < CLOSE ? 1 : 0) == 1
            ? "yes"
            : "no");
  }

  private static double padding(Batch batch, List<Example> examples) {
    int tokens = examples.stream().mapToInt(Example::length).sum();
    return 1 - (double) tokens / (batch.rows() * batch.tokens());
  }

  /** Returns the log-probability of each answer token, in the order of the examples. */
  private double[] logProbabilities(Batch batch) {
    Autograd.off();
    Gpt model = tuning.base();
    try (NDManager scope = tuning.manager().newSubManager()) {
      Pass pass = Pass.inference(scope, model.kernels()).with(batch.segments());
      float[] all =
          ResponseLogProb.perToken(
                  model.kernels(),
                  model.logits(pass, batch.inputArray(scope)),
                  batch.targetArray(scope))
              .toFloatArray();
      List<Double> counted = new ArrayList<>();
      for (int i = 0; i < all.length; i++) {
        if (batch.targets()[i] != Batch.IGNORE) {
          counted.add((double) all[i]);
        }
      }
      return counted.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }
}

package org.glassllm.train;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.glassllm.base.Progress;

/** Evaluates a network on validation data. */
@FunctionalInterface
public interface Validator {
  /**
   * The result of a complete evaluation.
   *
   * @param loss the mean loss
   * @param metrics the metrics of the evaluation, by the names of their columns
   */
  record Result(double loss, Map<String, Double> metrics) {
    /** The result of a step without an evaluation. */
    static final Result NONE = new Result(Double.NaN, Map.of());
  }

  /**
   * Returns the result on the same data at each call.
   *
   * @param progress receives reports; its exception ends the evaluation
   */
  Result measure(Progress progress);

  /** Returns a validator that computes a loss and no metrics. */
  static Validator of(ToDoubleFunction<Progress> loss) {
    return progress -> new Result(loss.applyAsDouble(progress), Map.of());
  }
}

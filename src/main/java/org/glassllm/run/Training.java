package org.glassllm.run;

import ai.djl.nn.Parameter;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import org.glassllm.batch.BatchSource;
import org.glassllm.train.Learner;
import org.glassllm.train.Sampler;
import org.glassllm.train.Validator;

/**
 * The learner of a run, with everything that a stage supplies to the training loop.
 *
 * @param <B> the type of a batch
 */
interface Training<B> {
  /** Returns the learner, which owns the run's manager. */
  Learner<B> learner();

  /** Returns the batches of the run. */
  BatchSource<B> batches();

  /** Returns the validator; its result has the metrics of an evaluation. */
  Validator validator();

  /** Returns the sampler of texts during training. */
  Sampler sampler();

  /** Returns the parameters of a network on top of the language model, by name. */
  default Map<String, Parameter> head() {
    return Map.of();
  }

  /** Returns the names of the stage's metrics, the columns of {@code metrics.csv}. */
  default List<String> metricNames() {
    return List.of();
  }

  /** Returns the metrics of the last step by name, without those of its evaluation. */
  default Map<String, Double> metrics() {
    return Map.of();
  }

  /** Returns the state that the stage needs to resume, besides weights and moments. */
  default JsonObject state() {
    return new JsonObject();
  }

  /** Restores a state that {@link #state} returned. */
  default void restore(JsonObject state) {}
}

package org.glassllm.run;

import ai.djl.nn.Parameter;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.align.HeldOutReward;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.RolloutSource;
import org.glassllm.batch.BatchSource;
import org.glassllm.train.Learner;
import org.glassllm.train.Sampler;
import org.glassllm.train.Validator;

/**
 * Training on responses that the current policy generates. The validation loss is minus the mean
 * reward on held-out prompts, so the best checkpoint has the highest reward.
 *
 * @param learner the learner
 * @param rollouts the rollouts, whose state is saved
 * @param heldOut the measurement on held-out prompts
 * @param sampler the sampler of texts
 * @param head the parameters of a value head; empty without a critic
 * @param names the names of the metrics of the objective and of the rollouts
 * @param own receives the metrics of the training batches
 */
record RolloutTraining<B>(
    Learner<B> learner,
    RolloutSource<B> rollouts,
    HeldOutReward heldOut,
    Sampler sampler,
    Map<String, Parameter> head,
    List<String> names,
    MetricMeans own)
    implements Training<B> {
  private static final String HELD_OUT = "eval_";

  @Override
  public BatchSource<B> batches() {
    return rollouts;
  }

  @Override
  public Validator validator() {
    return progress -> {
      HeldOutReward.Result result = heldOut.measure(progress);
      Map<String, Double> metrics = new LinkedHashMap<>();
      result.metrics().forEach((name, value) -> metrics.put(HELD_OUT + name, value));
      return new Validator.Result(-result.objective(), metrics);
    };
  }

  @Override
  public List<String> metricNames() {
    List<String> all = new ArrayList<>(names);
    HeldOutReward.METRICS.forEach(name -> all.add(HELD_OUT + name));
    return all;
  }

  @Override
  public Map<String, Double> metrics() {
    return own.take();
  }

  @Override
  public JsonObject state() {
    return rollouts.state();
  }

  @Override
  public void restore(JsonObject state) {
    rollouts.restore(state);
  }
}

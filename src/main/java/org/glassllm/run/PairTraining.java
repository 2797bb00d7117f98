package org.glassllm.run;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.align.MetricMeans;
import org.glassllm.batch.BatchSource;
import org.glassllm.evaluate.HeldOutLoss;
import org.glassllm.train.Learner;
import org.glassllm.train.Sampler;
import org.glassllm.train.Validator;

/**
 * Training on pairs of answers. The metrics of the training batches have TRL's names; those of the
 * held-out pairs have the prefix {@code eval_}.
 *
 * @param learner the learner
 * @param batches the batches of pairs
 * @param heldOut the loss on held-out pairs
 * @param sampler the sampler of texts
 * @param head the parameters of a value head; empty for a policy
 * @param names the names of the objective's metrics
 * @param own receives the metrics of the training batches
 * @param other receives the metrics of the held-out pairs
 */
record PairTraining<B>(
    Learner<B> learner,
    BatchSource<B> batches,
    HeldOutLoss<B> heldOut,
    Sampler sampler,
    Map<String, Parameter> head,
    List<String> names,
    MetricMeans own,
    MetricMeans other)
    implements Training<B> {
  private static final String HELD_OUT = "eval_";

  @Override
  public Validator validator() {
    return progress -> {
      other.take(); // an interrupted evaluation may have left values
      double loss = heldOut.measure(progress).loss();
      Map<String, Double> metrics = new LinkedHashMap<>();
      other.take().forEach((name, mean) -> metrics.put(HELD_OUT + name, mean));
      return new Validator.Result(loss, metrics);
    };
  }

  @Override
  public List<String> metricNames() {
    List<String> all = new ArrayList<>(names);
    names.forEach(name -> all.add(HELD_OUT + name));
    return all;
  }

  @Override
  public Map<String, Double> metrics() {
    return own.take();
  }
}

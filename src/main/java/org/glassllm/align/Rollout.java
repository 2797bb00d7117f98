package org.glassllm.align;

import com.google.gson.annotations.SerializedName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.glassllm.base.Check;
import org.glassllm.base.JsonField;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;

/**
 * The responses that a policy generated between two updates. Several optimizer steps train on the
 * same rollout. A rollout consists of Java values only and can be saved as JSON.
 *
 * @param index the index of the rollout, from 0; determines its prompts and random numbers
 * @param discarded number of rollouts directly before, which had nothing to train on
 * @param klCoefficient β of the {@link KlPenalty} in the rewards; 0 if the rewards have no penalty
 * @param rows the responses; the responses of a group are consecutive
 */
public record Rollout(
    long index,
    int discarded,
    @SerializedName("kl_coefficient") double klCoefficient,
    List<Experience> rows) {
  /** The names of {@link #metrics}. */
  static final List<String> METRICS =
      List.of(
          "objective/scores",
          "objective/kl",
          "objective/entropy",
          "completions/mean_length",
          "completions/clipped_ratio",
          "val/num_eos_tokens");

  /** The readers of a rollout's JSON, for {@link JsonField#record(Class, Map)}. */
  static final Map<Class<?>, Function<JsonField, ?>> READERS =
      Map.of(
          List.class, json -> json.list().stream().map(Rollout::experience).toList(),
          int[].class, json -> json.list().stream().mapToInt(JsonField::id).toArray(),
          double[].class, json -> json.list().stream().mapToDouble(JsonField::number).toArray());

  /** Copies the list. */
  public Rollout {
    rows = List.copyOf(rows);
    Check.positive("number of responses", rows.size());
  }

  private static Experience experience(JsonField json) {
    return json.record(Experience.class, READERS);
  }

  /** Returns the scores of all responses. */
  public double[] scores() {
    return rows.stream().mapToDouble(Experience::score).toArray();
  }

  /** Returns one array per response. */
  List<double[]> arrays(Function<Experience, double[]> array) {
    return rows.stream().map(array).toList();
  }

  /** Returns the mean of a number over the responses. */
  double mean(ToDoubleFunction<Experience> number) {
    return rows.stream().mapToDouble(number).average().orElseThrow();
  }

  /** Returns the mean divergence from the reference policy per response, in nats. */
  double kl() {
    return mean(Experience::kl);
  }

  /** Returns a batch of some responses. */
  Batch texts(int... chosen) {
    return new Collator(0).batch(select(rows, chosen).stream().map(Experience::text).toList());
  }

  /** Returns the elements with the given indices. */
  static <T> List<T> select(List<T> all, int... chosen) {
    return Arrays.stream(chosen).mapToObj(all::get).toList();
  }

  /**
   * Returns the mean score and the mean divergence per response; the entropy per token, estimated
   * by {@code -log π} of the tokens; the mean number of tokens, the share of truncated responses,
   * and the number of end tokens.
   */
  Map<String, Double> metrics() {
    double[] values = {
      mean(Experience::score),
      kl(),
      -TokenStatistics.mean(arrays(Experience::old)),
      mean(row -> row.response().length),
      mean(row -> row.ended() ? 0 : 1),
      rows.stream().filter(Experience::ended).count()
    };
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      metrics.put(METRICS.get(i), values[i]);
    }
    return metrics;
  }
}

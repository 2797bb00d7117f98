package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.NextToken;
import org.glassllm.loss.PreferenceLoss;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DpoTest {
  static final List<Preference> PAIRS =
      List.of(
          new Preference(Example.of(new int[] {1, 2}, 3, 4, 5), Example.of(new int[] {1, 2}, 6)),
          new Preference(Example.of(new int[] {4}, 1, 5), Example.of(new int[] {4}, 3, 3, 2, 5)));

  private NDManager manager;
  private final MetricMeans metrics = new MetricMeans();

  @BeforeEach
  void open() {
    manager = Torch.manager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Gpt gpt() {
    return TinyGpts.initialized(
        TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT64);
  }

  @Test
  void atTheReferenceTheLossIsLogTwo() {
    Gpt gpt = gpt();
    for (Collator.Side side : Collator.Side.values()) {
      Batch texts = Preference.batch(new Collator(0, side), PAIRS);
      DpoBatch batch = new DpoBatch(texts, new ResponseScorer(gpt, manager).sums(texts));
      for (boolean normalized : new boolean[] {false, true}) {
        DpoObjective dpo =
            new DpoObjective(gpt, new PreferenceLoss.Sigmoid(0.3, 0.1), normalized, metrics);
        double sum = Objectives.sum(dpo, gpt, batch);
        assertEquals(Math.log(2), sum / dpo.count(batch), 1e-12);
      }
    }
  }

  @Test
  void atTheReferenceTheGradientHasItsClosedForm() {
    Gpt gpt = gpt();
    double beta = 0.3;
    Batch texts = Preference.batch(new Collator(0), PAIRS);
    DpoBatch batch = new DpoBatch(texts, new ResponseScorer(gpt, manager).sums(texts));
    DpoObjective dpo = new DpoObjective(gpt, new PreferenceLoss.Sigmoid(beta), false, metrics);
    List<NDArray> weights = Objectives.arrays(gpt);
    List<double[]> actual = Objectives.value(dpo, gpt, weights, batch).gradients();
    // -β/2 · (∇ log π(chosen) - ∇ log π(rejected)); the cross-entropy is -log π
    Collator collator = new Collator(0);
    List<double[]> chosen = crossEntropy(gpt, collator, PAIRS.stream().map(Preference::chosen));
    List<double[]> rejected = crossEntropy(gpt, collator, PAIRS.stream().map(Preference::rejected));
    for (int i = 0; i < actual.size(); i++) {
      double[] expected = chosen.get(i), other = rejected.get(i);
      Arrays.setAll(expected, j -> beta / 2 * (expected[j] - other[j]));
      assertArrayEquals(expected, actual.get(i), 1e-12);
    }
  }

  private static List<double[]> crossEntropy(Gpt gpt, Collator collator, Stream<Example> texts) {
    Batch batch = collator.batch(texts.toList());
    return Objectives.value(new NextToken(gpt), gpt, Objectives.arrays(gpt), batch).gradients();
  }

  @Test
  void theMinimumIsTheReferenceTiltedByTheRewards() {
    double beta = 0.5;
    int[] weights = {1, 2, 4, 3}; // the rewards are log w, so p(i before j) = w_i / (w_i + w_j)
    List<Preference> pairs = tabularPairs(weights);
    TabularModel policy = TabularModel.random(4, manager, 11);
    double[] reference = policy.probabilities(0);
    Batch texts = Preference.batch(new Collator(0), pairs);
    DpoBatch batch = new DpoBatch(texts, new ResponseScorer(policy, manager).sums(texts));
    DpoObjective dpo = new DpoObjective(policy, new PreferenceLoss.Sigmoid(beta), false, metrics);
    Objectives.minimize(dpo, policy, policy.array(), batch);
    double[] expected = new double[4];
    Arrays.setAll(expected, i -> reference[i] * Math.pow(weights[i], 1 / beta));
    double[] best = TabularModel.normalized(expected);
    assertEquals(0, TabularModel.distance(best, policy.probabilities(0)), 1e-6);
    assertTrue(TabularModel.distance(best, reference) > 0.1);
  }

  /** Every pair of responses, as often as a Bradley-Terry model prefers it. */
  static List<Preference> tabularPairs(int... weights) {
    List<Preference> pairs = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < weights.length; j++) {
        for (int n = 0; n < weights[i] && i != j; n++) {
          pairs.add(new Preference(Example.of(new int[] {0}, i), Example.of(new int[] {0}, j)));
        }
      }
    }
    return pairs;
  }

  @Test
  void metricsHaveTrlsNamesAndValues() {
    Gpt gpt = gpt();
    double beta = 0.4;
    Batch texts = Preference.batch(new Collator(0), PAIRS);
    double[] logps = new ResponseScorer(gpt, manager).sums(texts); // chosen 0, 1; rejected 0, 1
    double[] reference = {logps[0] - 1, logps[1] + 2, logps[2] + 0.5, logps[3] + 3};
    DpoBatch batch = new DpoBatch(texts, reference);
    DpoObjective dpo = new DpoObjective(gpt, new PreferenceLoss.Ipo(beta), false, metrics);
    double loss = Objectives.sum(dpo, gpt, batch);
    double target = 1 / (2 * beta);
    assertEquals(Math.pow(1.5 - target, 2) + Math.pow(1 - target, 2), loss, 1e-11);
    Map<String, Double> means = metrics.take();
    assertEquals(beta * (1 - 2) / 2, means.get("rewards/chosen"), 1e-12);
    assertEquals(beta * (-0.5 - 3) / 2, means.get("rewards/rejected"), 1e-12);
    assertEquals(beta * (1.5 + 1) / 2, means.get("rewards/margins"), 1e-12);
    assertEquals(1, means.get("rewards/accuracies"));
    assertEquals((logps[0] + logps[1]) / 2, means.get("logps/chosen"), 1e-12);
    assertEquals((logps[2] + logps[3]) / 2, means.get("logps/rejected"), 1e-12);
    assertTrue(metrics.take().isEmpty());
  }

  @Test
  void lengthNormalizationDividesEachLogRatio() {
    Gpt gpt = gpt();
    Batch texts = Preference.batch(new Collator(0), PAIRS.subList(0, 1));
    double[] logps = new ResponseScorer(gpt, manager).sums(texts);
    DpoBatch batch = new DpoBatch(texts, new double[] {logps[0] - 6, logps[1] - 1});
    DpoObjective dpo = new DpoObjective(gpt, new PreferenceLoss.Sigmoid(1), true, metrics);
    double loss = Objectives.sum(dpo, gpt, batch);
    assertEquals(Math.log1p(Math.exp(-(6 / 3.0 - 1))), loss, 1e-12); // 3 tokens and 1 token
  }

  @Test
  void impossibleBatchesAreRefused() {
    Batch three =
        new Collator(0)
            .batch(List.of(PAIRS.get(0).chosen(), PAIRS.get(0).chosen(), PAIRS.get(0).chosen()));
    assertThrows(InputException.class, () -> new DpoBatch(three, new double[3]));
    Batch two = Preference.batch(new Collator(0), PAIRS.subList(0, 1));
    assertThrows(InputException.class, () -> new DpoBatch(two, new double[1]));
    Example prompt = Example.of(new int[] {1, 2});
    assertThrows(InputException.class, () -> new Preference(prompt, PAIRS.get(0).rejected()));
    Batch empty = new Collator(0).batch(List.of(prompt, prompt));
    assertThrows(InputException.class, () -> new DpoBatch(empty, new double[2]));
  }
}

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
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.ValueClip;
import org.glassllm.model.Gpt;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares the objectives of PPO and GRPO with sums over tokens in plain Java. */
class PolicyObjectivesTest {
  private static final List<Example> TEXTS =
      List.of(
          Example.of(new int[] {1, 2}, 3, 4, 5),
          Example.of(new int[] {6}, 2),
          Example.of(new int[] {3, 1, 2}, 1, 6));
  private static final int V = 7;
  private static final double EPSILON = 0.2, VALUE_EPSILON = 0.3;

  private NDManager manager;
  private Gpt gpt;
  private ValueModel model;
  private final MetricMeans metrics = new MetricMeans();

  @BeforeEach
  void open() {
    manager = Torch.manager();
    gpt =
        TinyGpts.initialized(TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT64);
    model = ValueModel.critic(gpt);
    model.initialize(manager, DataType.FLOAT64);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** One random number per response token; the same for each side of the padding. */
  private static List<double[]> random(double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return TEXTS.stream()
        .map(text -> random.doubles(text.counted(), -bound, bound).toArray())
        .toList();
  }

  private static List<double[]> sums(List<double[]> left, List<double[]> right) {
    List<double[]> sums = new ArrayList<>();
    for (int row = 0; row < left.size(); row++) {
      double[] sum = left.get(row).clone(), term = right.get(row);
      Arrays.setAll(sum, i -> sum[i] + term[i]);
      sums.add(sum);
    }
    return sums;
  }

  private PolicyBatch policy(Collator.Side side) {
    Batch texts = new Collator(0, side).batch(TEXTS);
    List<double[]> logProbs = new ResponseScorer(gpt, manager).perToken(texts);
    return new PolicyBatch(texts, sums(logProbs, random(0.5, 1)), random(1, 2));
  }

  private PpoBatch ppoBatch(Collator.Side side) {
    PolicyBatch policy = policy(side);
    List<double[]> values = values(policy.texts());
    return new PpoBatch(policy, sums(values, random(0.5, 3)), random(1, 4));
  }

  private List<double[]> values(Batch texts) {
    return texts.gather(
        model.values(Pass.inference(manager, Kernels.FUSED), texts).toDoubleArray());
  }

  private PpoObjective ppo() {
    return new PpoObjective(
        model, new PolicyClip(EPSILON), new ValueClip(VALUE_EPSILON), 0.5, 0.1, metrics);
  }

  private GrpoObjective grpo(GrpoObjective.Mean mean) {
    return new GrpoObjective(gpt, new PolicyClip(EPSILON), KlEstimator.K3, 0.4, mean, metrics);
  }

  private GrpoBatch grpoBatch(Collator.Side side) {
    PolicyBatch policy = policy(side);
    List<double[]> logProbs = new ResponseScorer(gpt, manager).perToken(policy.texts());
    return new GrpoBatch(policy, sums(logProbs, random(0.5, 5)));
  }

  /** The clipped policy loss of every response token. */
  private static List<double[]> policyLosses() {
    List<double[]> shift = random(0.5, 1), advantages = random(1, 2), losses = new ArrayList<>();
    for (int row = 0; row < shift.size(); row++) {
      double[] loss = new double[shift.get(row).length];
      for (int i = 0; i < loss.length; i++) {
        double ratio = Math.exp(-shift.get(row)[i]), a = advantages.get(row)[i];
        double clipped = Math.max(1 - EPSILON, Math.min(1 + EPSILON, ratio));
        loss[i] = -Math.min(ratio * a, clipped * a);
      }
      losses.add(loss);
    }
    return losses;
  }

  private static double total(List<double[]> rows) {
    return rows.stream().mapToDouble(row -> Arrays.stream(row).sum()).sum();
  }

  private double valueLoss(PpoBatch batch) {
    List<double[]> values = values(batch.policy().texts());
    double loss = 0;
    for (int row = 0; row < values.size(); row++) {
      for (int i = 0; i < values.get(row).length; i++) {
        double v = values.get(row)[i], old = batch.values().get(row)[i];
        double r = batch.returns().get(row)[i];
        double clipped = Math.max(old - VALUE_EPSILON, Math.min(old + VALUE_EPSILON, v));
        loss += 0.5 * Math.max((v - r) * (v - r), (clipped - r) * (clipped - r));
      }
    }
    return loss;
  }

  private double entropy(Batch texts) {
    NDArray ids = texts.inputArray(manager);
    Pass pass = Pass.inference(manager, Kernels.FUSED).with(texts.segments());
    double[] logits = gpt.logits(pass, ids).toDoubleArray();
    double entropy = 0;
    for (int i = 0; i < texts.targets().length; i++) {
      if (texts.targets()[i] != Batch.IGNORE) {
        double[] row = Arrays.copyOfRange(logits, i * V, (i + 1) * V);
        double[] p = TabularModel.normalized(Arrays.stream(row).map(Math::exp).toArray());
        entropy -= Arrays.stream(p).map(x -> x * Math.log(x)).sum();
      }
    }
    return entropy;
  }

  @Test
  void ppoIsTheSumOfItsThreeTerms() {
    for (Collator.Side side : Collator.Side.values()) {
      PpoBatch batch = ppoBatch(side);
      double entropy = entropy(batch.policy().texts()), value = valueLoss(batch);
      double expected = total(policyLosses()) + 0.5 * value - 0.1 * entropy;
      assertEquals(expected, Objectives.sum(ppo(), model, batch), 1e-11);
      assertEquals(6, ppo().count(batch));
      Map<String, Double> means = metrics.take();
      assertEquals(total(policyLosses()) / 6, means.get("loss/policy_avg"), 1e-11);
      assertEquals(value / 6, means.get("loss/value_avg"), 1e-11);
      assertEquals(entropy / 6, means.get("policy/entropy_avg"), 1e-11);
    }
  }

  @Test
  void metricsDescribeTheRatios() {
    Objectives.sum(ppo(), model, ppoBatch(Collator.Side.RIGHT));
    List<double[]> shift = random(0.5, 1), advantages = random(1, 2);
    double ratio = 0, divergence = 0, clipped = 0;
    for (int row = 0; row < shift.size(); row++) {
      for (int i = 0; i < shift.get(row).length; i++) {
        double r = Math.exp(-shift.get(row)[i]), a = advantages.get(row)[i];
        ratio += r / 6;
        divergence += shift.get(row)[i] * shift.get(row)[i] / 12;
        clipped += a > 0 && r > 1 + EPSILON || a < 0 && r < 1 - EPSILON ? 1 / 6.0 : 0;
      }
    }
    assertTrue(clipped > 0 && clipped < 1);
    Map<String, Double> means = metrics.take();
    assertEquals(ratio, means.get("val/ratio"), 1e-11);
    assertEquals(divergence, means.get("policy/approxkl_avg"), 1e-11);
    assertEquals(clipped, means.get("policy/clipfrac_avg"), 1e-11);
  }

  @Test
  void grpoWeightsTokensOrResponsesEqually() {
    List<double[]> shift = random(0.5, 5), losses = new ArrayList<>(policyLosses());
    double byTokens = 0, byResponses = 0;
    for (int row = 0; row < losses.size(); row++) {
      double sum = 0;
      for (int i = 0; i < losses.get(row).length; i++) {
        double d = shift.get(row)[i];
        sum += losses.get(row)[i] + 0.4 * (Math.exp(d) - 1 - d);
      }
      byTokens += sum / 6;
      byResponses += sum / losses.get(row).length / 3;
    }
    for (Collator.Side side : Collator.Side.values()) {
      GrpoBatch batch = grpoBatch(side);
      GrpoObjective tokens = grpo(GrpoObjective.Mean.TOKENS);
      assertEquals(byTokens, Objectives.sum(tokens, gpt, batch) / tokens.count(batch), 1e-11);
      GrpoObjective responses = grpo(GrpoObjective.Mean.RESPONSES);
      assertEquals(
          byResponses, Objectives.sum(responses, gpt, batch) / responses.count(batch), 1e-11);
    }
    assertTrue(Math.abs(byTokens - byResponses) > 0.01);
  }

  @Test
  void theSideOfThePaddingChangesNoGradient() {
    List<NDArray> weights = Objectives.arrays(model);
    List<List<double[]>> found = new ArrayList<>();
    for (Collator.Side side : Collator.Side.values()) {
      found.add(Objectives.value(ppo(), model, weights, ppoBatch(side)).gradients());
    }
    for (int i = 0; i < weights.size(); i++) {
      assertArrayEquals(found.get(0).get(i), found.get(1).get(i), 1e-12);
    }
  }

  @Test
  void k1IsNoLoss() {
    PolicyClip clip = new PolicyClip(EPSILON);
    InputException refused =
        assertThrows(
            InputException.class,
            () ->
                new GrpoObjective(
                    gpt, clip, KlEstimator.K1, 0.1, GrpoObjective.Mean.TOKENS, metrics));
    assertTrue(refused.getMessage().contains("[K2, K3]"), refused.getMessage());
  }
}

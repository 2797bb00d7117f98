package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.NextToken;
import org.glassllm.loss.Objective;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.PreferenceLoss;
import org.glassllm.loss.ValueClip;
import org.glassllm.model.Gpt;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.LoraModel;
import org.glassllm.model.Network;
import org.glassllm.model.TinyGpts;
import org.glassllm.model.TinyLoras;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the gradient of every objective with finite differences in float64 on a tiny GPT. */
class ObjectiveGradientTest {
  private static final double H = 1e-5;
  private static final int PLACES = 2;
  private static final Collator LEFT = new Collator(0, Collator.Side.LEFT);
  private static final List<Example> TEXTS =
      List.of(
          Example.of(new int[] {1, 2}, 3, 4, 5),
          Example.of(new int[] {6}, 2),
          Example.of(new int[] {3, 1}, 1, 6),
          Example.of(new int[] {5}, 5, 4, 3));

  /** One objective with its network and its batch. */
  private record Case<B>(Objective<B> objective, Network network, B batch) {
    double sum() {
      return Objectives.sum(objective, network, batch);
    }

    Objectives.Value value() {
      return Objectives.value(objective, network, arrays(), batch);
    }

    List<NDArray> arrays() {
      return Objectives.arrays(network);
    }
  }

  /** All objectives and variants of losses. */
  enum Kind {
    SFT,
    SFT_PACKED,
    SFT_LORA,
    REWARD,
    DPO,
    DPO_LORA,
    DPO_SMOOTHED_NORMALIZED,
    IPO,
    PPO,
    GRPO_TOKENS,
    GRPO_RESPONSES;

    Case<?> build(NDManager manager) {
      Gpt gpt =
          TinyGpts.initialized(
              TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT64);
      MetricMeans metrics = new MetricMeans();
      PolicyClip clip = new PolicyClip(0.2);
      return switch (this) {
        case SFT -> new Case<>(new NextToken(gpt), gpt, LEFT.batch(TEXTS));
        case SFT_PACKED ->
            new Case<>(
                new NextToken(gpt),
                gpt,
                LEFT.packed(List.of(TEXTS.subList(0, 2), TEXTS.subList(2, 4))));
        case SFT_LORA -> {
          List<String> targets = List.of("wte", "attn.c_attn.q", "attn.c_attn.v", "mlp.c_fc");
          LoraModel model = TinyLoras.random(gpt, manager, targets);
          yield new Case<>(new NextToken(model), model, LEFT.batch(TEXTS));
        }
        case REWARD -> {
          ValueModel model = initialized(ValueModel.reward(gpt), manager);
          RewardBatch batch = new RewardBatch(LEFT.batch(TEXTS), new double[] {0.5, 0});
          yield new Case<>(new RewardObjective(model, metrics), model, batch);
        }
        case DPO -> dpo(gpt, new PreferenceLoss.Sigmoid(0.3), false, metrics);
        case DPO_LORA -> {
          LoraModel model = TinyLoras.random(gpt, manager, List.of("attn.c_attn", "c_proj"));
          yield dpo(model, new PreferenceLoss.Sigmoid(0.3), false, metrics);
        }
        case DPO_SMOOTHED_NORMALIZED -> dpo(gpt, new PreferenceLoss.Sigmoid(2, 0.1), true, metrics);
        case IPO -> dpo(gpt, new PreferenceLoss.Ipo(0.3), false, metrics);
        case PPO -> {
          ValueModel model = initialized(ValueModel.critic(gpt), manager);
          PolicyBatch policy = policy(gpt, manager);
          PpoBatch batch =
              new PpoBatch(policy, random(policy.texts(), 5), random(policy.texts(), 6));
          ValueClip valueClip = new ValueClip(0.5);
          yield new Case<>(
              new PpoObjective(model, clip, valueClip, 0.5, 0.1, metrics), model, batch);
        }
        case GRPO_TOKENS -> grpo(gpt, manager, KlEstimator.K3, GrpoObjective.Mean.TOKENS);
        case GRPO_RESPONSES -> grpo(gpt, manager, KlEstimator.K2, GrpoObjective.Mean.RESPONSES);
      };
    }
  }

  private static ValueModel initialized(ValueModel model, NDManager manager) {
    model.initialize(manager, DataType.FLOAT64);
    return model;
  }

  private static Case<DpoBatch> dpo(
      LanguageModel model, PreferenceLoss loss, boolean normalized, MetricMeans metrics) {
    DpoBatch batch = new DpoBatch(LEFT.batch(TEXTS), new double[] {-7, -2, -5, -6});
    return new Case<>(new DpoObjective(model, loss, normalized, metrics), model, batch);
  }

  private static Case<GrpoBatch> grpo(
      Gpt gpt, NDManager manager, KlEstimator kl, GrpoObjective.Mean mean) {
    PolicyBatch policy = policy(gpt, manager);
    List<double[]> reference = new ResponseScorer(gpt, manager).perToken(policy.texts());
    reference.forEach(row -> Arrays.setAll(row, i -> row[i] + 0.3 - 0.2 * i));
    MetricMeans metrics = new MetricMeans();
    GrpoObjective objective = new GrpoObjective(gpt, new PolicyClip(0.2), kl, 0.4, mean, metrics);
    return new Case<>(objective, gpt, new GrpoBatch(policy, reference));
  }

  /** Responses of an older policy, so that some ratios are clipped. */
  private static PolicyBatch policy(Gpt gpt, NDManager manager) {
    Batch texts = LEFT.batch(TEXTS);
    List<double[]> old = new ResponseScorer(gpt, manager).perToken(texts);
    SplittableRandom random = new SplittableRandom(3);
    old.forEach(row -> Arrays.setAll(row, i -> row[i] + random.nextDouble(-0.4, 0.4)));
    return new PolicyBatch(texts, old, random(texts, 4));
  }

  private static List<double[]> random(Batch texts, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] all = random.doubles(texts.targets().length, -1, 1).toArray();
    return texts.gather(all);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsEqualFiniteDifferences(Kind kind) {
    try (NDManager manager = Torch.manager()) {
      Case<?> tested = kind.build(manager);
      List<double[]> gradients = tested.value().gradients();
      SplittableRandom random = new SplittableRandom(8);
      int zeros = 0;
      for (int i = 0; i < gradients.size(); i++) {
        NDArray weight = tested.arrays().get(i);
        double[] values = weight.toDoubleArray(), gradient = gradients.get(i);
        for (int n = 0; n < PLACES; n++) {
          int place = random.nextInt(values.length);
          double expected = difference(tested, weight, values, place);
          assertEquals(
              expected,
              gradient[place],
              1e-6 + 1e-5 * Math.abs(expected),
              kind + ", array " + i + ", place " + place);
          zeros += gradient[place] == 0 ? 1 : 0;
        }
      }
      assertTrue(zeros < gradients.size() / 2, zeros + " gradients are 0");
    }
  }

  private static double difference(Case<?> tested, NDArray weight, double[] values, int place) {
    double[] sums = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] shifted = values.clone();
      shifted[place] += side == 0 ? H : -H;
      Objectives.set(weight, shifted);
      sums[side] = tested.sum();
    }
    Objectives.set(weight, values);
    return (sums[0] - sums[1]) / (2 * H);
  }
}

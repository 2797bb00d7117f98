package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.loss.NextToken;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.PreferenceLoss;
import org.glassllm.loss.ValueClip;
import org.glassllm.model.Gpt;
import org.glassllm.model.Pass;
import org.glassllm.model.Rope;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one training loop runs every stage: only objective and batches differ. */
class StagesTest {
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1);
  private static final Collator COLLATOR = new Collator(0);
  private static final List<Example> TEXTS =
      List.of(Example.of(new int[] {1, 2}, 3, 6), Example.of(new int[] {4}, 6));
  private final MetricMeans metrics = new MetricMeans();

  private static TrainSettings settings(long steps, int gradAccum) {
    return new TrainSettings(
        steps,
        1,
        gradAccum,
        TrainSettings.Windows.RANDOM,
        0.01,
        0.001,
        5,
        TrainSettings.Decay.COSINE,
        SETTINGS,
        1,
        steps);
  }

  /** Trains and returns the losses of all steps. */
  private static <B> List<Double> train(Learner<B> learner, long steps, BatchSource<B> batches) {
    List<Double> losses = new ArrayList<>();
    new Trainer<>(learner, settings(steps, 2), batches)
        .listener(
            new TrainListener() {
              @Override
              public void onStep(StepMetrics step) {
                losses.add(step.loss());
              }
            })
        .run(TrainerState.START);
    return losses;
  }

  private static Gpt gpt() {
    return new Gpt(TinyGpts.builder().dim(16).initStd(0.1).positions(new Rope()).build());
  }

  /** The response repeats the prompt's first token, then ends with EOS (6). */
  private static Example copy(int token, int filler) {
    return Example.of(new int[] {token, filler}, token, 6);
  }

  private static Batch copies(long step) {
    List<Example> texts = new ArrayList<>();
    for (int token = 1; token < 6; token++) {
      texts.add(copy(token, 1 + (int) ((step + token) % 5)));
    }
    return COLLATOR.batch(texts);
  }

  @Test
  void fineTuningTeachesTheResponseOnly() {
    NDManager manager = Torch.manager();
    Gpt gpt = gpt();
    try (Learner<Batch> learner =
        new Learner<>(manager, gpt, new NextToken(gpt), gpt::namedParameters, SETTINGS, 3)) {
      List<Double> losses = train(learner, 150, (step, micro) -> copies(3 * step + micro));
      assertTrue(losses.get(149) < 0.1, "loss is still " + losses.get(149));
      Pass pass = Pass.inference(manager, gpt.kernels());
      NDArray logits = gpt.logits(pass, copies(7).inputArray(manager)); // (5, 4, V)
      NDArray predicted = logits.argMax(2).toType(DataType.INT64, false);
      long[] ids = predicted.toLongArray();
      for (int row = 0; row < 5; row++) {
        assertEquals(row + 1, ids[4 * row + 1], "the answer");
        assertEquals(6, ids[4 * row + 2], "EOS");
      }
    }
  }

  /** A text that ends with a larger token is preferred. */
  private static List<Preference> preferences(long step) {
    List<Preference> pairs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int worse = 1 + (int) ((step + i) % 4), better = worse + 1 + i % (5 - worse);
      int[] prompt = {1 + i};
      pairs.add(new Preference(Example.of(prompt, better, 6), Example.of(prompt, 3, worse, 6)));
    }
    return pairs;
  }

  @ParameterizedTest
  @EnumSource
  void aRewardModelLearnsFromPairs(Precision precision) {
    NDManager manager = Torch.manager();
    ValueModel model = ValueModel.reward(new Gpt(gpt().config(), new Kernels(true, precision)));
    try (Learner<RewardBatch> learner =
        new Learner<>(
            manager,
            model,
            new RewardObjective(model, metrics),
            model::namedParameters,
            SETTINGS,
            3)) {
      train(learner, 100, (s, m) -> RewardBatch.of(COLLATOR, preferences(2 * s + m)));
      metrics.take();
      learner.step(100, List.of(RewardBatch.of(COLLATOR, preferences(1))), 1e-9);
      assertEquals(1, metrics.take().get("accuracy"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void dpoLearnsFromPairs(Precision precision) {
    NDManager manager = Torch.manager();
    Gpt gpt = new Gpt(gpt().config(), new Kernels(true, precision));
    DpoObjective dpo = new DpoObjective(gpt, new PreferenceLoss.Sigmoid(0.5), false, metrics);
    try (Learner<DpoBatch> learner =
        new Learner<>(manager, gpt, dpo, gpt::namedParameters, SETTINGS, 3)) {
      List<DpoBatch> batches = new ArrayList<>();
      ResponseScorer reference = new ResponseScorer(gpt, manager);
      for (int i = 0; i < 4; i++) {
        Batch texts = Preference.batch(COLLATOR, preferences(i));
        batches.add(new DpoBatch(texts, reference.sums(texts)));
      }
      List<Double> losses = train(learner, 40, (s, m) -> batches.get((int) (2 * s + m) % 4));
      assertEquals(Math.log(2), losses.get(0), precision == Precision.FLOAT32 ? 1e-5 : 0.01);
      assertTrue(losses.get(39) < 0.2, "loss is still " + losses.get(39));
      metrics.take();
      learner.step(40, batches, 1e-9);
      assertEquals(1, metrics.take().get("rewards/accuracies"));
    }
  }

  @Test
  void accumulationEqualsTheLargeBatch() {
    List<Preference> pairs = preferences(0);
    double[][] weights = new double[2][];
    double[] margins = new double[2];
    for (int way = 0; way < 2; way++) {
      NDManager manager = Torch.manager();
      Gpt gpt =
          TinyGpts.initialized(
              TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT64);
      DpoObjective dpo = new DpoObjective(gpt, new PreferenceLoss.Sigmoid(0.5), false, metrics);
      try (Learner<DpoBatch> learner =
          new Learner<>(manager, gpt, dpo, gpt::namedParameters, SETTINGS, 3)) {
        List<DpoBatch> batches =
            way == 0
                ? List.of(dpoBatch(pairs))
                : List.of(dpoBatch(pairs.subList(0, 1)), dpoBatch(pairs.subList(1, 4)));
        learner.step(0, batches, 0.01);
        margins[way] = metrics.take().get("rewards/margins");
        weights[way] =
            Objectives.arrays(gpt).stream()
                .flatMapToDouble(w -> Arrays.stream(w.toDoubleArray()))
                .toArray();
      }
    }
    assertArrayEquals(weights[0], weights[1], 1e-9);
    assertEquals(margins[0], margins[1], 1e-12);
  }

  @Test
  void stepsLeaveNoArraysBehind() {
    NDManager manager = Torch.manager();
    Gpt gpt = gpt();
    ValueModel model = ValueModel.critic(gpt);
    PpoObjective ppo =
        new PpoObjective(model, new PolicyClip(0.2), new ValueClip(0.2), 0.1, 0.01, metrics);
    try (Learner<PpoBatch> learner =
        new Learner<>(manager, model, ppo, model::namedParameters, SETTINGS, 3)) {
      ResponseScorer scorer = new ResponseScorer(gpt, manager);
      int[] arrays = new int[20];
      for (int step = 0; step < arrays.length; step++) {
        Batch texts = new Collator(0, Collator.Side.LEFT).batch(TEXTS);
        List<double[]> old = scorer.perToken(texts);
        PolicyBatch policy = new PolicyBatch(texts, old, old);
        learner.step(step, List.of(new PpoBatch(policy, old, old)), 0.001);
        arrays[step] = manager.getManagedArrays().size();
      }
      assertEquals(arrays[1], arrays[19]);
    }
  }

  private static DpoBatch dpoBatch(List<Preference> pairs) {
    return new DpoBatch(Preference.batch(COLLATOR, pairs), new double[2 * pairs.size()]);
  }
}

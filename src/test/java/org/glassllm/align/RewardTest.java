package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RewardTest {
  private NDManager manager;
  private final MetricMeans metrics = new MetricMeans();

  @BeforeEach
  void open() {
    manager = Torch.manager();
    Autograd.off();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private ValueModel tabular() {
    ValueModel model = ValueModel.reward(TabularModel.random(4, manager, 3));
    model.initialize(manager, DataType.FLOAT64);
    return model;
  }

  private static NDArray head(ValueModel model) {
    return model.namedParameters().get("score.weight").getArray();
  }

  @Test
  void knownRewardDifferencesAreRecovered() {
    int[] weights = {1, 2, 4, 3}; // the rewards are log w
    RewardBatch batch = RewardBatch.of(new Collator(0), DpoTest.tabularPairs(weights));
    ValueModel model = tabular();
    Objectives.minimize(new RewardObjective(model, metrics), model, head(model), batch);
    double[] rewards = head(model).toDoubleArray();
    for (int i = 1; i < 4; i++) {
      assertEquals(Math.log(weights[i]), rewards[i] - rewards[0], 1e-6);
    }
    metrics.take();
    Objectives.value(new RewardObjective(model, metrics), model, List.of(head(model)), batch);
    Map<String, Double> means = metrics.take();
    // the better one of each pair wins; 2 + 4 + 3 + 4 + 3 + 4 of the 30 labels agree
    assertEquals(20 / 30.0, means.get("accuracy"), 1e-12);
  }

  @Test
  void aConstantChangesNeitherLossNorAccuracy() {
    RewardBatch batch = RewardBatch.of(new Collator(0), DpoTest.tabularPairs(1, 2, 4, 3));
    ValueModel model = tabular();
    RewardObjective objective = new RewardObjective(model, metrics);
    double[] rewards = head(model).toDoubleArray();
    double before = Objectives.sum(objective, model, batch);
    Map<String, Double> first = metrics.take();
    Objectives.set(head(model), Arrays.stream(rewards).map(r -> r + 7).toArray());
    double after = Objectives.sum(objective, model, batch);
    Map<String, Double> second = metrics.take();
    assertEquals(before, after, 1e-12);
    assertEquals(first.get("accuracy"), second.get("accuracy"));
    assertEquals(first.get("margin"), second.get("margin"), 1e-12);
    assertEquals(first.get("mean_reward") + 7, second.get("mean_reward"), 1e-12);
  }

  @Test
  void aMarginShiftsTheDifference() {
    List<Preference> pair =
        List.of(new Preference(Example.of(new int[] {0}, 1), Example.of(new int[] {0}, 2)));
    Batch texts = Preference.batch(new Collator(0), pair);
    ValueModel model = tabular();
    Objectives.set(head(model), 0, 2, 0.5, 0);
    RewardBatch batch = new RewardBatch(texts, new double[] {1});
    RewardObjective objective = new RewardObjective(model, metrics);
    double loss = Objectives.sum(objective, model, batch);
    assertEquals(Math.log1p(Math.exp(-0.5)), loss, 1e-12);
    assertThrows(InputException.class, () -> new RewardBatch(texts, new double[2]));
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void theRewardIsThatOfTheLastRealToken(GptConfig config) {
    Gpt gpt = TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT64);
    ValueModel model = ValueModel.reward(gpt);
    model.initialize(manager, DataType.FLOAT64);
    List<Example> texts =
        List.of(Example.of(new int[] {1, 2}, 3, 4, 5), Example.of(new int[] {6}, 2));
    Pass pass = Pass.inference(manager, Kernels.FUSED);
    double[] expected = new double[2];
    for (int i = 0; i < 2; i++) {
      NDArray values = model.values(pass, new Collator(0).batch(List.of(texts.get(i))));
      expected[i] = values.get(0).toDoubleArray()[texts.get(i).length() - 1];
    }
    for (Collator.Side side : Collator.Side.values()) {
      Batch batch = new Collator(0, side).batch(texts);
      assertArrayEquals(expected, model.rewards(pass, batch).toDoubleArray(), 1e-12);
    }
    assertTrue(Math.abs(expected[0] - expected[1]) > 1e-3);
  }

  @Test
  void aCriticSharesTheWeightsOfThePolicy() {
    Gpt gpt =
        TinyGpts.initialized(TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT64);
    ValueModel model = ValueModel.critic(gpt);
    model.initialize(manager, DataType.FLOAT64);
    assertEquals(gpt.parameterCount() + 8 + 1, model.parameterCount());
    Pass pass = Pass.inference(manager, Kernels.FUSED);
    Batch batch = new Collator(0).batch(List.of(Example.of(new int[] {1}, 2, 3)));
    ValueModel.Output output = model.apply(pass, batch);
    assertArrayEquals(
        gpt.logits(pass, batch.inputArray(manager)).toDoubleArray(),
        output.logits().toDoubleArray());
    assertArrayEquals(model.values(pass, batch).toDoubleArray(), output.values().toDoubleArray());
  }
}

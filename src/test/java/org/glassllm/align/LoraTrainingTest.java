package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.generate.Decoder;
import org.glassllm.loss.NextToken;
import org.glassllm.loss.PreferenceLoss;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.model.Network;
import org.glassllm.model.Pass;
import org.glassllm.model.Rope;
import org.glassllm.model.TinyGpts;
import org.glassllm.model.TinyLoras;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one learner trains adapters; the base model stays fixed and is the reference policy. */
class LoraTrainingTest {
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1);
  private static final Collator COLLATOR = new Collator(0);
  private static final GptConfig CONFIG =
      TinyGpts.builder().dim(16).initStd(0.1).positions(new Rope()).build();

  private static Map<String, float[]> bits(Network network) {
    Map<String, float[]> all = new LinkedHashMap<>();
    network.namedParameters().forEach((name, p) -> all.put(name, p.getArray().toFloatArray()));
    return all;
  }

  private static void assertUnchanged(Map<String, float[]> before, Gpt base) {
    bits(base).forEach((name, now) -> assertArrayEquals(before.get(name), now, name));
    base.namedParameters().forEach((n, p) -> assertFalse(p.getArray().hasGradient(), n));
  }

  private static void assertOnlyAdaptersHaveState(LoraModel lora, AdamW optimizer) {
    assertEquals(lora.adapterParameters().keySet(), optimizer.firstMoments().keySet());
    assertEquals(lora.adapterParameters().keySet(), optimizer.secondMoments().keySet());
    lora.adapterParameters().forEach((n, p) -> assertTrue(p.getArray().hasGradient(), n));
  }

  /** The response repeats the prompt's first token, then ends with EOS (6). */
  private static Batch copies(int step) {
    List<Example> texts = new ArrayList<>();
    for (int token = 1; token < 6; token++) {
      texts.add(Example.of(new int[] {token, 1 + (step + token) % 5}, token, 6));
    }
    return COLLATOR.batch(texts);
  }

  @ParameterizedTest
  @EnumSource
  void fineTuningChangesAdaptersOnly(Precision precision) {
    NDManager manager = Torch.manager();
    Kernels kernels = new Kernels(true, precision);
    Gpt base = TinyGpts.initialized(CONFIG, kernels, manager, DataType.FLOAT32);
    LoraConfig config = new LoraConfig(4, 16, 0.05, TinyLoras.everyMatrix(CONFIG));
    LoraModel lora = new LoraModel(base, config);
    Map<String, float[]> before = bits(base);
    try (Learner<Batch> learner =
        new Learner<>(manager, lora, new NextToken(lora), lora::adapterParameters, SETTINGS, 3)) {
      double first = learner.step(0, List.of(copies(0)), 0.02).loss();
      int arrays = 0;
      for (int step = 1; step < 80; step++) {
        learner.step(step, List.of(copies(2 * step), copies(2 * step + 1)), 0.02);
        arrays = step == 2 ? manager.getManagedArrays().size() : arrays;
      }
      assertEquals(arrays, manager.getManagedArrays().size());
      double last = learner.step(80, List.of(copies(1)), 0.02).loss();
      assertTrue(first > 1.5 && last < first / 3, first + " → " + last);
      assertUnchanged(before, base);
      assertOnlyAdaptersHaveState(lora, learner.optimizer());
    }
  }

  @Test
  void theFirstStepDoesNotDependOnTheUpdates() {
    double[] losses = new double[2];
    for (int way = 0; way < 2; way++) {
      NDManager manager = Torch.manager();
      Gpt base = TinyGpts.initialized(CONFIG, Kernels.FUSED, manager, DataType.FLOAT32);
      LoraModel lora = new LoraModel(base, new LoraConfig(2, 4, 0.5, List.of("c_attn", "wte")));
      try (Learner<Batch> learner =
          way == 0
              ? Learner.pretraining(manager, base, SETTINGS, 3)
              : new Learner<>(
                  manager, lora, new NextToken(lora), lora::adapterParameters, SETTINGS, 3)) {
        losses[way] = learner.step(0, List.of(copies(0)), 0.01).loss();
      }
    }
    assertEquals(losses[0], losses[1]);
  }

  /** A text that ends with a larger token is preferred. */
  private static List<Preference> preferences(int step) {
    List<Preference> pairs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int worse = 1 + (step + i) % 4, better = worse + 1 + i % (5 - worse);
      int[] prompt = {1 + i};
      pairs.add(new Preference(Example.of(prompt, better, 6), Example.of(prompt, 3, worse, 6)));
    }
    return pairs;
  }

  @Test
  void dpoUsesTheBaseAsTheReference() {
    NDManager manager = Torch.manager();
    Gpt base = TinyGpts.initialized(CONFIG, Kernels.FUSED, manager, DataType.FLOAT32);
    LoraModel lora =
        new LoraModel(
            base, new LoraConfig(2, 8, 0, List.of("attn.c_attn.q", "attn.c_attn.v", "mlp.c_proj")));
    MetricMeans metrics = new MetricMeans();
    DpoObjective dpo = new DpoObjective(lora, new PreferenceLoss.Sigmoid(0.5), false, metrics);
    Map<String, float[]> before = bits(base);
    try (Learner<DpoBatch> learner =
        new Learner<>(manager, lora, dpo, lora::adapterParameters, SETTINGS, 3)) {
      ResponseScorer reference = new ResponseScorer(lora.base(), manager);
      List<DpoBatch> batches = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Batch texts = Preference.batch(COLLATOR, preferences(i));
        batches.add(new DpoBatch(texts, reference.sums(texts)));
        assertArrayEquals(reference.sums(texts), new ResponseScorer(lora, manager).sums(texts));
      }
      double first = learner.step(0, batches.subList(0, 1), 0.02).loss(), last = 0;
      assertEquals(Math.log(2), first, 1e-6);
      for (int step = 1; step < 80; step++) {
        last = learner.step(step, List.of(batches.get(step % 4)), 0.02).loss();
      }
      assertTrue(last < 0.2, "loss is still " + last);
      metrics.take();
      learner.step(80, batches, 1e-9);
      assertEquals(1, metrics.take().get("rewards/accuracies"));
      for (DpoBatch batch : batches) {
        assertArrayEquals(batch.reference(), reference.sums(batch.texts()));
      }
      assertUnchanged(before, base);
      assertOnlyAdaptersHaveState(lora, learner.optimizer());
      Map<String, NDArray> shared = new LinkedHashMap<>();
      lora.namedParameters().forEach((name, p) -> shared.put(name, p.getArray()));
      base.namedParameters().forEach((name, p) -> assertSame(p.getArray(), shared.get(name)));
    }
  }

  /** Logits of a greedy continuation. */
  private static List<float[]> decode(LoraModel lora, boolean cached, NDManager manager) {
    List<float[]> steps = new ArrayList<>();
    try (Decoder decoder = new Decoder(lora, cached, manager)) {
      for (int id : new int[] {1, 4, 2}) {
        steps.add(decoder.feed(id));
      }
    }
    return steps;
  }

  /** Both forms of AdamW change A and B in place, which a cached pass must notice. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cachedGenerationSeesEachStep(boolean fusedOptimizer) {
    try (NDManager manager = Torch.manager()) {
      Gpt base = TinyGpts.initialized(CONFIG, Kernels.FUSED, manager, DataType.FLOAT32);
      LoraConfig config = new LoraConfig(2, 8, 0, List.of("c_attn", "wte"));
      LoraModel lora = TinyLoras.zero(base, manager, config);
      Kernels kernels = fusedOptimizer ? Kernels.FUSED : Kernels.READABLE;
      AdamW optimizer = new AdamW(lora.adapterParameters(), SETTINGS, kernels, manager);
      List<float[]> before = decode(lora, true, manager);
      for (int step = 0; step < 3; step++) {
        List<NDArray> gradients = new ArrayList<>();
        lora.adapterParameters()
            .values()
            .forEach(p -> gradients.add(manager.randomNormal(p.getArray().getShape())));
        optimizer.step(gradients, 0.05);
        List<float[]> now = decode(lora, true, manager), plain = decode(lora, false, manager);
        assertTrue(Math.abs(before.get(0)[0] - now.get(0)[0]) > 1e-4);
        for (int i = 0; i < now.size(); i++) {
          assertArrayEquals(plain.get(i), now.get(i), 1e-4f);
        }
        before = now;
      }
    }
  }

  @Test
  void aCriticReadsTheHiddenStatesOfTheAdaptedModel() {
    try (NDManager manager = Torch.manager()) {
      LoraModel lora =
          TinyLoras.random(CONFIG, Kernels.FUSED, manager, DataType.FLOAT64, TinyLoras.PARTS);
      ValueModel critic = ValueModel.critic(lora);
      critic.initialize(manager, DataType.FLOAT64);
      Batch batch = copies(0);
      Pass pass = Pass.inference(manager, lora.kernels());
      NDArray expected = lora.logits(pass.with(batch.segments()), batch.inputArray(manager));
      assertArrayEquals(
          expected.toDoubleArray(), critic.apply(pass, batch).logits().toDoubleArray(), 1e-12);
    }
  }
}

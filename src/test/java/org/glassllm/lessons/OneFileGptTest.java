package org.glassllm.lessons;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.batch.Batch;
import org.glassllm.checkpoint.ModelFiles;
import org.glassllm.lessons.OneFileGpt.Config;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;
import org.glassllm.model.TinyGpts;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lesson's GPT in one file computes what the framework's GPT computes. */
class OneFileGptTest {
  private static final GptConfig OURS = TinyGpts.builder().build();
  private static final Config SAME = config(0);
  private static final int ROWS = 3;

  private static Config config(double dropout) {
    return new Config(
        OURS.vocabSize(), OURS.context(), OURS.layers(), OURS.heads(), OURS.dim(), dropout);
  }

  private static OneFileGpt initialized(Config config, NDManager manager, DataType type) {
    OneFileGpt gpt = new OneFileGpt(config);
    gpt.initialize(manager, type, new Shape(1, config.context()));
    return gpt;
  }

  /** A copy of the framework's model, whose weights are all away from 0 and 1. */
  private static OneFileGpt copy(Gpt gpt, NDManager manager, DataType type) {
    OneFileGpt copy = initialized(SAME, manager, type);
    gpt.namedParameters()
        .forEach(
            (name, p) ->
                copy.parameters().get(name).getArray().set(new NDIndex("..."), p.getArray()));
    return copy;
  }

  private static NDArray ids(NDManager manager) {
    long[] ids = TinyGpts.ids(ROWS, OURS.context(), OURS.vocabSize(), 6);
    return TinyGpts.array(manager, ROWS, OURS.context(), ids);
  }

  private static NDArray logits(OneFileGpt gpt, NDArray ids, boolean training) {
    ParameterStore store = new ParameterStore(ids.getManager(), false);
    return gpt.forward(store, new NDList(ids), training).singletonOrThrow();
  }

  /** Returns the sum of the logits, each with a weight of its own. */
  private static NDArray weighted(NDArray logits) {
    NDArray weights = logits.getManager().arange(logits.size()).reshape(logits.getShape());
    return logits.mul(weights.toType(logits.getDataType(), false).sin()).sum();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "FLOAT64"})
  void logitsAndGradientsEqualTheFrameworks(DataType type) {
    double tolerance = type == DataType.FLOAT64 ? 1e-9 : 2e-5;
    try (NDManager manager = Torch.manager()) {
      Autograd.off();
      Gpt ours = TinyGpts.initialized(OURS, Kernels.FUSED, manager, type);
      OneFileGpt one = copy(ours, manager, type);
      assertEquals(ours.namedParameters().keySet(), one.parameters().keySet());
      NDArray ids = ids(manager);
      ours.namedParameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      one.parameters().values().forEach(p -> p.getArray().setRequiresGradient(true));
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray expected = ours.logits(Pass.of(manager, Kernels.FUSED, true), ids);
        NDArray actual = logits(one, ids, true);
        near(expected, actual, tolerance, "logits");
        collector.backward(weighted(expected).add(weighted(actual)));
      }
      ours.namedParameters()
          .forEach(
              (name, p) ->
                  near(
                      p.getArray().getGradient(),
                      one.parameters().get(name).getArray().getGradient(),
                      tolerance,
                      name));
    }
  }

  private static void near(NDArray expected, NDArray actual, double tolerance, String what) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    double[] e = expected.toType(DataType.FLOAT64, true).toDoubleArray();
    double[] a = actual.toType(DataType.FLOAT64, true).toDoubleArray();
    double size = Math.max(1, Arrays.stream(e).map(Math::abs).max().orElseThrow());
    assertArrayEquals(e, a, tolerance * size, what);
  }

  @Test
  void itTrainsToTheSameLossesThroughTheLearner() {
    double[][] losses = new double[2][50];
    for (int which = 0; which < 2; which++) {
      NDManager manager = Torch.manager();
      Gpt ours = TinyGpts.initialized(OURS, Kernels.FUSED, manager, DataType.FLOAT32);
      LanguageModel model = which == 0 ? ours : new Adapter(copy(ours, manager, DataType.FLOAT32));
      try (Learner<Batch> learner = Learner.pretraining(manager, model, AdamW.Settings.GPT3, 1)) {
        for (int step = 0; step < losses[which].length; step++) {
          Batch batch =
              new Batch(
                  TinyGpts.ids(ROWS, OURS.context(), OURS.vocabSize(), step),
                  TinyGpts.ids(ROWS, OURS.context(), OURS.vocabSize(), step),
                  ROWS,
                  OURS.context());
          losses[which][step] = learner.step(step, List.of(batch), 3e-3).loss();
        }
      }
    }
    assertArrayEquals(losses[0], losses[1], 1e-4);
    assertTrue(losses[1][49] < 0.7 * losses[1][0], "loss " + losses[1][49]);
  }

  /** The one file as the framework sees a model. */
  private record Adapter(OneFileGpt gpt) implements LanguageModel {
    @Override
    public NDArray logits(Pass pass, NDArray ids) {
      return gpt.forward(pass.store(), new NDList(ids), pass.training()).singletonOrThrow();
    }

    @Override
    public Map<String, Parameter> namedParameters() {
      return gpt.parameters();
    }

    @Override
    public void initialize(NDManager manager, DataType type) {
      gpt.initialize(manager, type, new Shape(1, OURS.context()));
    }

    @Override
    public boolean isInitialized() {
      return gpt.isInitialized();
    }

    @Override
    public Kernels kernels() {
      return Kernels.FUSED;
    }

    @Override
    public int vocabSize() {
      return OURS.vocabSize();
    }

    @Override
    public int context() {
      return OURS.context();
    }
  }

  @Test
  void ourSafetensorsGiveTheSameLogits(@TempDir Path folder) throws IOException {
    try (NDManager manager = Torch.manager()) {
      Autograd.off();
      Gpt ours = TinyGpts.initialized(OURS, Kernels.FUSED, manager, DataType.FLOAT32);
      Path file = folder.resolve("model.safetensors");
      try (OutputStream out = Files.newOutputStream(file)) {
        ModelFiles.writeWeights(out, ours);
      }
      OneFileGpt one = new OneFileGpt(SAME);
      try (InputStream in = Files.newInputStream(file)) {
        one.load(in, manager);
      }
      NDArray ids = ids(manager);
      near(
          ours.logits(Pass.inference(manager, Kernels.FUSED), ids),
          logits(one, ids, false),
          2e-5,
          "logits");
      Config deeper = new Config(OURS.vocabSize(), OURS.context(), 3, 2, OURS.dim(), 0);
      try (InputStream in = Files.newInputStream(file)) {
        assertThrows(RuntimeException.class, () -> new OneFileGpt(deeper).load(in, manager));
      }
    }
  }

  @Test
  void gpt2SmallHas124439808Parameters() {
    assertEquals(124_439_808, Config.GPT2_SMALL.parameterCount());
    try (NDManager manager = Torch.manager()) {
      long counted =
          initialized(SAME, manager, DataType.FLOAT32).parameters().values().stream()
              .mapToLong(p -> p.getArray().size())
              .sum();
      assertEquals(SAME.parameterCount(), counted);
    }
  }

  @Test
  void firstWeightsHaveGpt2sDeviations() {
    Config config = new Config(500, 64, 2, 2, 64, 0);
    try (NDManager manager = Torch.manager()) {
      Torch.engine().setRandomSeed(1);
      Map<String, Parameter> all = initialized(config, manager, DataType.FLOAT32).parameters();
      assertEquals(0.02, deviation(all.get("wte.weight")), 0.001);
      assertEquals(0.02, deviation(all.get("h.1.mlp.c_fc.weight")), 0.001);
      assertEquals(0.01, deviation(all.get("h.0.attn.c_proj.weight")), 0.0005);
      assertEquals(0.01, deviation(all.get("h.1.mlp.c_proj.weight")), 0.0005);
      assertEquals(0, deviation(all.get("h.1.mlp.c_proj.bias")));
      assertEquals(64, all.get("ln_f.weight").getArray().sum().getFloat());
    }
  }

  private static double deviation(Parameter p) {
    float[] values = p.getArray().toFloatArray();
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  @Test
  void dropoutActsInTrainingOnly() {
    try (NDManager manager = Torch.manager()) {
      OneFileGpt gpt = initialized(config(0.5), manager, DataType.FLOAT32);
      NDArray ids = ids(manager);
      assertEquals(logits(gpt, ids, false), logits(gpt, ids, false));
      assertFalse(logits(gpt, ids, true).equals(logits(gpt, ids, true)));
    }
  }

  @Test
  void onePassLeavesNothingInTheModelsManager() {
    try (NDManager manager = Torch.manager()) {
      OneFileGpt gpt = initialized(SAME, manager, DataType.FLOAT32);
      try (NDManager scope = manager.newSubManager()) {
        manager.cap();
        assertEquals(new Shape(ROWS, 6, 7), logits(gpt, ids(scope), true).getShape());
      }
      assertEquals(new Shape(ROWS, 6, 7), gpt.getOutputShapes(new Shape[] {new Shape(ROWS, 6)})[0]);
    }
  }

  @Test
  void sampledTextDependsOnTheSeedAlone() {
    try (NDManager manager = Torch.manager()) {
      OneFileGpt gpt = initialized(SAME, manager, DataType.FLOAT32);
      int[] prompt = {1, 2};
      int[] text = gpt.generate(prompt, 30, 1, 7, 5);
      assertEquals(32, text.length);
      assertArrayEquals(prompt, Arrays.copyOf(text, 2));
      assertArrayEquals(text, gpt.generate(prompt, 30, 1, 7, 5));
      assertFalse(Arrays.equals(text, gpt.generate(prompt, 30, 1, 7, 6)));
    }
  }

  @Test
  void topKOneGeneratesTheLargestLogits() {
    try (NDManager manager = Torch.manager()) {
      OneFileGpt gpt = initialized(SAME, manager, DataType.FLOAT32);
      int[] text = gpt.generate(new int[] {3}, 9, 1, 1, 5);
      for (int n = 1; n < text.length; n++) {
        int[] visible = Arrays.copyOfRange(text, Math.max(0, n - SAME.context()), n);
        NDArray ids = manager.create(visible, new Shape(1, visible.length));
        NDArray last = logits(gpt, ids, false).get("0, -1");
        assertEquals(last.argMax().getLong(), text[n]);
      }
    }
  }

  @Test
  void topKAndTemperatureLimitWhatIsDrawn() {
    try (NDManager manager = Torch.manager()) {
      OneFileGpt gpt = initialized(SAME, manager, DataType.FLOAT32);
      NDArray logits = logits(gpt, manager.create(new int[] {3}, new Shape(1, 1)), false);
      long[] best = logits.get("0, -1").argSort(-1, false).toLongArray();
      boolean second = false;
      for (int seed = 0; seed < 50; seed++) {
        int drawn = gpt.generate(new int[] {3}, 1, 1, 2, seed)[1];
        assertTrue(drawn == best[0] || drawn == best[1]);
        second |= drawn == best[1];
        assertEquals(best[0], gpt.generate(new int[] {3}, 1, 1e-6, 7, seed)[1]);
      }
      assertTrue(second);
    }
  }

  @Test
  void wrongSizesAreNamed() {
    Exception uneven =
        assertThrows(IllegalArgumentException.class, () -> new Config(7, 6, 2, 3, 8, 0));
    assertEquals("heads 3 must divide dim 8", uneven.getMessage());
    try (NDManager manager = Torch.manager()) {
      OneFileGpt gpt = initialized(SAME, manager, DataType.FLOAT32);
      NDArray tooLong = manager.zeros(new Shape(1, 7), DataType.INT64);
      Exception e = assertThrows(IllegalArgumentException.class, () -> logits(gpt, tooLong, false));
      assertEquals("7 tokens exceed context 6", e.getMessage());
    }
  }

  @Test
  void theFileIsShortAndUsesNothingOfOurs() throws IOException {
    Path file = Path.of("src/lessons/java/org/glassllm/lessons/OneFileGpt.java");
    assertTrue(Files.readAllLines(file).size() <= 250);
    assertFalse(Files.readString(file).contains("import org.glassllm"));
  }
}

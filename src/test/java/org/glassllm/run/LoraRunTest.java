package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.Progress;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.ExampleFile;
import org.glassllm.batch.ExampleRows;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.evaluate.ResponseLoss;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs that train LoRA adapters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoraRunTest {
  private static final LoraSettings LORA = new LoraSettings(2, 8, 0.1, "q,v,mlp.c_proj");
  private static final Sft SFT = new Sft("alpaca", null);
  private static final Stage DPO = new Dpo("alpaca", null, false, "sigmoid", 0.5, 0, false);
  private static final RewardStage REWARD = new RewardStage("alpaca", null, false);
  private static final String WEIGHTS = "model.safetensors";
  private Path folder;
  private Path base;
  private Path tasks;
  private Path pairs;
  private Path trained;

  @BeforeAll
  void trainParents(@TempDir Path temporary) throws IOException {
    folder = temporary;
    List<String> tasks = new ArrayList<>(), pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String letters = Integer.toString(1000 + 37 * i, 7), answer = letters + "!";
      tasks.add(Json.line(Map.of("instruction", "Copy.", "input", letters, "output", answer)));
      pairs.add(
          Json.line(Map.of("prompt", "Copy " + letters, "chosen", answer, "rejected", letters)));
    }
    this.tasks = Files.write(folder.resolve("tasks.jsonl"), tasks);
    this.pairs = Files.write(folder.resolve("pairs.jsonl"), pairs);
    Path text = folder.resolve("text.txt");
    String words = "\n### Instruction: Input: Response: 0123456789 Copy!";
    Files.writeString(text, String.join("\n", tasks) + String.join("\n", pairs) + words.repeat(2));
    base = folder.resolve("base");
    Recipe r = Recipes.named("test");
    GptConfig model = r.model().toBuilder().context(96).build();
    Recipe recipe = new Recipe(r.preset(), model, settings(6, 3), r.tokenizer(), r.vocab());
    try (TrainingRun run = TrainingRun.start(base, recipe, text.toString())) {
      run.train();
    }
    trained = folder.resolve("trained");
    try (TrainingRun run = start("trained", SFT, LORA, settings(8, 4))) {
      run.train();
    }
  }

  private static TrainSettings settings(long steps, long evalEvery) {
    return new TrainSettings(
        steps,
        4,
        1,
        TrainSettings.Windows.SHUFFLED,
        3e-3,
        0,
        0,
        TrainSettings.Decay.LINEAR,
        Recipes.named("test").training().optimizer(),
        3,
        evalEvery);
  }

  private RunSetup setup(String name, Stage stage, LoraSettings lora, TrainSettings settings) {
    Recipe recipe = RunRecord.of(RunFolder.open(base)).recipe().with(settings).withoutDropout();
    Path data = stage == DPO || stage == REWARD ? pairs : tasks;
    RunSetup setup = new RunSetup(folder.resolve(name), recipe, data.toString());
    return setup.from(base).with(stage).with(lora);
  }

  private TrainingRun start(String name, Stage stage, LoraSettings lora, TrainSettings settings) {
    return TrainingRun.start(setup(name, stage, lora, settings));
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static byte[] weights(Path run) throws IOException {
    return Files.readAllBytes(RunFolder.open(run).best().folder().resolve(WEIGHTS));
  }

  @Test
  void resumedRunsEqualUninterruptedRuns() throws IOException {
    Ppo ppo = new Ppo("alpaca", "rule");
    Path reward = folder.resolve("reward-whole");
    for (Stage stage : List.of(SFT, REWARD, DPO, shortened(ppo, reward))) {
      String whole = stage.kind() + "-whole", parts = stage.kind() + "-parts";
      try (TrainingRun run = start(whole, stage, LORA, settings(9, 4))) {
        run.train();
      }
      long[] step = new long[1];
      try (TrainingRun run = start(parts, stage, LORA, settings(9, 4))) {
        run.listener(steps(step)).stopWhen(() -> step[0] == 3).train();
      }
      try (TrainingRun run = TrainingRun.resume(folder.resolve(parts), Device.cpu())) {
        assertEquals(3, run.from().step());
        run.train();
      }
      Path sums = Path.of("checkpoints/step-9/SHA256SUMS");
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(whole).resolve(sums)),
          Files.readAllBytes(folder.resolve(parts).resolve(sums)),
          stage.kind());
    }
    assertFalse(Files.exists(folder.resolve("ppo-whole/data/reference")), "the base is the one");
    try (NDManager manager = Torch.manager()) {
      LanguageModel merged = RunFolder.open(reward).best().loadModel(manager, Kernels.FUSED);
      LanguageModel frozen =
          new RunFolder(folder.resolve("ppo-whole"))
              .rewardModel()
              .loadModel(manager, Kernels.FUSED);
      merged
          .namedParameters()
          .forEach(
              (name, p) ->
                  assertEquals(p.getArray(), frozen.namedParameters().get(name).getArray()));
    }
  }

  private static Ppo shortened(Ppo p, Path reward) {
    return new Ppo(
        p.template(),
        null,
        false,
        reward.toString(),
        5,
        1,
        0.05,
        0,
        100,
        0,
        1,
        0.95,
        0.2,
        0.2,
        0.1,
        0,
        2,
        2,
        false);
  }

  private static TrainListener steps(long[] step) {
    return new TrainListener() {
      @Override
      public void onStep(StepMetrics metrics) {
        step[0] = metrics.step();
      }
    };
  }

  @Test
  void checkpointsHoldAdaptersOnly() throws IOException {
    Checkpoint last = RunFolder.open(trained).last();
    assertTrue(last.hasAdapters());
    assertEquals(
        Set.of(
            "adapter_config.json",
            "adapter_model.safetensors",
            "tokenizer.json",
            "trainer.json",
            "trainer.safetensors",
            "SHA256SUMS"),
        names(last.folder()));
    long adapters = Files.size(last.folder().resolve("adapter_model.safetensors"));
    long moments = Files.size(last.folder().resolve("trainer.safetensors"));
    long complete = Files.size(trained.resolve("data/base").resolve(WEIGHTS));
    assertTrue(adapters < complete / 4, adapters + " of " + complete);
    assertTrue(moments < complete / 2, moments + " of " + complete);
    Path full = folder.resolve("unchanged");
    start("unchanged", SFT, null, settings(2, 2)).close();
    assertArrayEquals(
        weights(full),
        Files.readAllBytes(trained.resolve("data/base").resolve(WEIGHTS)),
        "training leaves the base unchanged");
  }

  private static double loss(LanguageModel model, Path run) {
    ExampleFile validation = ExampleFile.open(new RunFolder(run).validationTokens());
    try (NDManager manager = Torch.manager()) {
      ExampleRows rows = new ExampleRows(validation, true, model.context());
      return new ResponseLoss(rows, 100, manager).measure(model, Progress.NONE).loss();
    }
  }

  @Test
  void theFirstLossIsTheBasesLoss() {
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      LoraSettings lora = i == 0 ? null : LORA;
      Path root = folder.resolve("first-" + i);
      try (TrainingRun run = start("first-" + i, SFT, lora, settings(2, 2))) {
        losses[i] = loss(run.model(), root);
        assertEquals(i == 1, run.trainedParameters() < run.model().parameterCount() / 4);
      }
    }
    assertEquals(losses[0], losses[1]);
  }

  @Test
  void mergedRunsAreExactToHalfAnUlp() throws IOException {
    Path out = folder.resolve("merged");
    MergedRun merged = MergedRun.write(trained, out);
    assertTrue(merged.error() > 0.4 && merged.error() <= 0.5, merged.error() + " ulp");
    assertEquals(8, RunFolder.open(out).last().state().step());
    assertFalse(RunFolder.open(out).last().hasAdapters());
    String refused = refused(() -> TrainingRun.resume(out, Device.cpu()).close());
    assertTrue(refused.contains("has merged weights"), refused);
    assertTrue(refused(() -> MergedRun.write(trained, out)).contains("a run exists in"));
    Path again = folder.resolve("again");
    assertTrue(refused(() -> MergedRun.write(out, again)).contains("nothing to merge"));
    assertTrue(refused(() -> MergedRun.write(base, again)).contains("nothing to merge"));
    assertFalse(Files.exists(again));
    try (TrainedModel own = TrainedModel.open(trained);
        TrainedModel other = TrainedModel.open(out)) {
      double loss = loss(own.model(), trained);
      assertEquals(loss, loss(other.model(), out));
      double unmerged = RunFolder.open(trained).best().state().validationLoss();
      assertEquals(unmerged, loss, 1e-6);
      assertEquals("alpaca", other.template().name());
    }
  }

  @Test
  void aNewRunStartsFromTheMergedWeights() throws IOException {
    Path out = folder.resolve("parent");
    MergedRun.write(trained, out);
    for (LoraSettings lora : new LoraSettings[] {null, new LoraSettings(1)}) {
      Path child = folder.resolve(lora == null ? "child" : "grandchild");
      TrainingRun.start(setup(child.toString(), DPO, lora, settings(2, 2)).from(trained)).close();
      Path model = child.resolve(lora == null ? "checkpoints/step-0" : "data/base");
      assertArrayEquals(weights(out), Files.readAllBytes(model.resolve(WEIGHTS)));
      assertEquals(lora, RunRecord.of(RunFolder.open(child)).lora());
    }
  }

  private static String refused(Runnable action) {
    String message = assertThrows(InputException.class, action::run).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private interface Damage {
    void apply(Path run) throws IOException;
  }

  private void assertDamage(String name, String expected, Damage damage) throws IOException {
    Path root = folder.resolve(name);
    start(name, SFT, LORA, settings(2, 2)).close();
    damage.apply(root);
    String message = refused(() -> TrainingRun.resume(root, Device.cpu()).close());
    assertTrue(message.contains(expected), message);
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void damagedRunsAreRefused() throws IOException {
    String step = "checkpoints/step-0/", lost = "is lost; restore the folder";
    assertDamage("a", lost, run -> SafeFiles.deleteTree(run.resolve("data/base")));
    assertDamage(
        "b",
        WEIGHTS + " was altered or truncated",
        run -> flip(run.resolve("data/base").resolve(WEIGHTS)));
    assertDamage(
        "c",
        "adapter_model.safetensors was altered or truncated",
        run -> flip(run.resolve(step + "adapter_model.safetensors")));
    assertDamage(
        "d", "adapter_config.json", run -> Files.delete(run.resolve(step + "adapter_config.json")));
    assertDamage("e", "must be LoraConfig[rank=3", run -> edit(run, "rank", 3));
    assertDamage("f", "run.json", run -> edit(run, "rank", 0));
    assertDamage("g", "illegal targets: attention", run -> edit(run, "targets", "attention"));
    assertDamage(
        "h",
        "has a complete model",
        run -> {
          start("full", SFT, null, settings(2, 2)).close();
          SafeFiles.deleteTree(run.resolve(step));
          Files.move(folder.resolve("full").resolve(step), run.resolve(step));
        });
  }

  private static void edit(Path run, String name, Object value) {
    Path file = run.resolve("run.json");
    JsonObject json = Json.readObject(file);
    json.getAsJsonObject("lora").add(name, Json.tree(value));
    SafeFiles.replace(file, Json.pretty(json));
  }

  @Test
  void unfitSettingsAreRefused() {
    for (String targets : List.of("", "q,q", "attention", "q,attn.c_attn", "lm_head")) {
      refused(() -> start("unfit", SFT, new LoraSettings(2, 4, 0, targets), settings(2, 2)));
    }
    assertTrue(
        refused(() -> start("unfit", SFT, new LoraSettings(999), settings(2, 2)))
            .contains("illegal rank: 999, must be at most"));
    refused(() -> new LoraSettings(0));
    refused(() -> new LoraSettings(1, 0, 0, "q"));
    refused(() -> new LoraSettings(1, 1, 1, "q"));
    assertFalse(Files.exists(folder.resolve("unfit/data")), "a refusal writes nothing");
    RunSetup orphan = setup("unfit", new Pretraining(), LORA, settings(2, 2)).from(null);
    assertTrue(refused(() -> TrainingRun.start(orphan)).contains("LoRA has no base model"));
  }

  @Test
  void costsCountTheAdaptersOnly() {
    GptConfig gpt2 = Recipes.named("gpt2").model().toBuilder().vocabSize(50257).build();
    ModelCosts full = new ModelCosts(gpt2), lora = new LoraSettings(8).costs(gpt2);
    assertEquals(12 * 2 * 8 * (768 + 768), lora.trainedParameters());
    assertEquals(4 * full.parameters() + 16 * lora.trainedParameters(), lora.trainingBytes());
    double share = lora.trainingFlopsPerToken() / full.trainingFlopsPerToken();
    assertTrue(share > 0.71 && share < 0.72, "share of the FLOPs " + share);
    assertEquals(full.forwardFlopsPerToken(64), lora.forwardFlopsPerToken(64));
    double activations = lora.leastActivationBytes(Kernels.FUSED, 4);
    assertTrue(activations < full.leastActivationBytes(Kernels.FUSED, 4));
    LoraSettings top = new LoraSettings(8, 8, 0, "h.11.attn.c_attn");
    assertTrue(top.costs(gpt2).leastActivationBytes(Kernels.FUSED, 4) < activations);
  }
}

package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.generate.Sampling;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Kernels;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  @TempDir Path folder;
  private String text;

  @BeforeEach
  void text() throws IOException {
    text =
        Files.writeString(folder.resolve("a.txt"), "the cat sat on the mat. 你好!\n".repeat(40))
            .toString();
  }

  private static Recipe recipe(long steps, long evalEvery) {
    Recipe r = Recipes.named("test");
    TrainSettings t = r.training();
    TrainSettings settings =
        new TrainSettings(
            steps,
            t.batch(),
            1,
            TrainSettings.Windows.SHUFFLED,
            t.lr(),
            t.minLr(),
            2,
            t.decay(),
            t.optimizer(),
            3,
            evalEvery);
    return new Recipe(r.preset(), r.model(), settings, r.tokenizer(), r.vocab());
  }

  @Test
  void aModelLargerThanMemoryIsRefused() {
    Recipe gpt2 = Recipes.named("gpt2");
    ModelCosts costs = new ModelCosts(gpt2.model());
    double activations = costs.leastActivationBytes(Kernels.FUSED, gpt2.training().batch());
    double needed = (costs.trainingBytes() + activations) / 1048576.0;
    MemoryCheck.require(costs, gpt2, needed / 0.89);
    String message =
        assertThrows(InputException.class, () -> MemoryCheck.require(costs, gpt2, needed / 0.91))
            .getMessage();
    assertTrue(message.contains("a smaller dim"), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void aTextBecomesAModelThatGeneratesAndIsMeasured() throws IOException {
    Path root = folder.resolve("run");
    TrainerState state;
    try (TrainingRun run = TrainingRun.start(root, recipe(30, 10), text)) {
      state = run.train();
    }
    assertEquals(30, state.step());
    assertEquals(30 * 4 * 32, state.tokens());
    try (TrainedModel model = TrainedModel.open(root)) {
      assertEquals(20, model.generate("the ", 20, Sampling.PLAIN, 1).codePointCount(0, 20));
      String validation = ((TextData) RunData.read(text)).validation().text();
      assertEquals(state.bestValidationLoss(), model.measure(validation).loss(), 1e-6);
    }
    JsonObject json = Json.readObject(RunFolder.open(root).runFile());
    JsonObject provenance = json.getAsJsonObject("provenance");
    for (String key : List.of("command", "started", "versions", "machine", "data")) {
      assertTrue(provenance.has(key), key);
    }
    assertEquals(recipe(30, 10), RunRecord.of(RunFolder.open(root)).recipe());
  }

  @Test
  void aLostBestPointerIsRestored() throws IOException {
    Path root = folder.resolve("run");
    try (TrainingRun run = TrainingRun.start(root, recipe(12, 4), text)) {
      run.train();
    }
    RunFolder run = RunFolder.open(root);
    assertTrue(run.last().state().isBest(), "the test needs a loss that falls to the end");
    Files.writeString(root.resolve("checkpoints/best"), "step-4\n"); // killed between the pointers
    TrainingRun.resume(root, ai.djl.Device.cpu()).close();
    assertEquals(12, run.best().state().step());
  }

  @Test
  void aFailedStartLeavesNoRunAndNoLock() {
    Path root = folder.resolve("run");
    Recipe r = recipe(4, 2);
    Recipe tooLarge =
        new Recipe(
            r.preset(),
            r.model().toBuilder().dim(1 << 16).layers(100).hidden(0).build(),
            r.training(),
            r.tokenizer(),
            r.vocab());
    String message =
        assertThrows(InputException.class, () -> TrainingRun.start(root, tooLarge, text).close())
            .getMessage();
    assertTrue(message.contains("GiB"), message);
    TrainingRun.start(root, r, text).close();
  }

  @Test
  void aChangedTextIsNotMeasured() throws IOException {
    Path root = folder.resolve("run");
    TrainingRun.start(root, recipe(4, 2), text).close();
    Files.writeString(Path.of(text), "more", java.nio.file.StandardOpenOption.APPEND);
    assertThrows(InputException.class, () -> RunRecord.of(RunFolder.open(root)).data());
    assertThrows(InputException.class, () -> TrainingRun.resume(root, ai.djl.Device.cpu()).close());
    assertThrows( // the lock is released
        InputException.class, () -> TrainingRun.resume(root, ai.djl.Device.cpu()).close());
  }

  @Test
  void aRunKeepsItsAutomaticPrecision() {
    Path root = folder.resolve("run");
    Recipe r = recipe(4, 2);
    Recipe auto =
        new Recipe(r.preset(), r.model(), r.training(), r.tokenizer(), r.vocab(), "fused", "auto");
    String settled;
    try (TrainingRun run = TrainingRun.start(root, auto, text)) {
      settled = run.recipe().precision();
      run.train();
    }
    assertTrue(List.of("float32", "bfloat16").contains(settled), settled);
    try (TrainingRun again = TrainingRun.resume(root, ai.djl.Device.cpu())) {
      assertEquals(settled, again.recipe().precision());
    }
  }

  @Test
  void bothKernelsReachTheSameLoss() {
    double[] losses = new double[2];
    List<String> kernels = List.of("fused", "readable");
    Recipe r = recipe(40, 20);
    for (int i = 0; i < 2; i++) {
      Recipe one =
          new Recipe(
              r.preset(),
              r.model(),
              r.training(),
              r.tokenizer(),
              r.vocab(),
              kernels.get(i),
              "float32");
      try (TrainingRun run = TrainingRun.start(folder.resolve(kernels.get(i)), one, text)) {
        losses[i] = run.train().bestValidationLoss();
        assertEquals(kernels.get(i), RunRecord.of(run.folder()).recipe().kernels());
      }
    }
    assertEquals(losses[0], losses[1], 0.01 * losses[0]);
  }

  @Test
  void anOldRunFolderHasFusedFloat32Kernels() {
    Recipe r = recipe(4, 2);
    Recipe old =
        new Recipe(r.preset(), r.model(), r.training(), r.tokenizer(), r.vocab(), null, null);
    assertEquals(r, old);
  }

  @Test
  void unknownArithmeticIsRefused() {
    Recipe r = recipe(4, 2);
    for (List<String> bad :
        List.of(
            List.of("fast", "float32"),
            List.of("fused", "float16"),
            List.of("readable", "bfloat16"))) {
      assertThrows(
          InputException.class,
          () ->
              new Recipe(
                  r.preset(),
                  r.model(),
                  r.training(),
                  r.tokenizer(),
                  r.vocab(),
                  bad.get(0),
                  bad.get(1)));
    }
  }

  @Test
  void pruningKeepsTheLastAndBestCheckpoints() throws IOException {
    Path root = folder.resolve("run");
    try (TrainingRun run = TrainingRun.start(root, recipe(12, 2), text)) {
      run.train();
    }
    RunFolder run = RunFolder.open(root);
    try (Stream<Path> files = Files.list(root.resolve("checkpoints"))) {
      List<String> names = files.map(p -> p.getFileName().toString()).toList();
      assertTrue(names.size() <= 5, names.toString());
      assertTrue(names.containsAll(List.of("last", "best", "step-12", "step-10")));
    }
    assertEquals(12, run.last().state().step());
    assertTrue(run.best().state().isBest());
  }

  @Test
  void aRunInProgressIsLockedAndALockIsReleased() {
    Path root = folder.resolve("run");
    try (TrainingRun run = TrainingRun.start(root, recipe(4, 2), text)) {
      String message =
          assertThrows(
                  InputException.class, () -> TrainingRun.resume(root, ai.djl.Device.cpu()).close())
              .getMessage();
      assertTrue(message.contains("another process"), message);
      run.train();
    }
    try (TrainingRun again = TrainingRun.resume(root, ai.djl.Device.cpu())) {
      assertEquals(4, again.from().step());
    }
  }

  @Test
  void aRunWithoutACheckpointRestarts() {
    Path root = folder.resolve("run");
    TrainingRun.start(root, recipe(4, 2), text).close();
    assertEquals(Optional.empty(), RunFolder.open(root).checkpoints().resume(line -> {}));
    try (TrainingRun again = TrainingRun.resume(root, ai.djl.Device.cpu())) {
      assertEquals(4, again.train().step());
    }
  }

  @Test
  void aMissingCheckpointIsReported() {
    Path root = folder.resolve("run");
    TrainingRun.start(root, recipe(4, 2), text).close();
    String message =
        assertThrows(InputException.class, () -> TrainedModel.open(root).close()).getMessage();
    assertTrue(message.contains("no checkpoint yet"), message);
  }

  @Test
  void aFolderOfFilesIsSplitByDocument() throws IOException {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < 20; i++) {
      Files.writeString(many.resolve(String.format("%02d.txt", i)), "file " + i + " ".repeat(20));
    }
    TextData split = (TextData) RunData.read(many.toString());
    String training = split.training().text(), validation = split.validation().text();
    assertTrue(validation.contains("file 19") && validation.contains("file 18"));
    assertFalse(training.contains("file 19") || training.contains("file 18"));
  }

  @Test
  void theBundledTalesEqualTheCommittedFile() throws IOException {
    TextData tales = (TextData) RunData.read(RunData.TALES);
    assertEquals(
        Files.readString(Path.of("data/tales.txt")),
        tales.training().text() + tales.validation().text());
  }

  @Test
  void presetsAreValidAndHaveThePapersSizes() {
    for (String name : Recipes.names()) {
      GptConfig model = Recipes.named(name).model();
      assertEquals(0, model.dim() % model.heads());
    }
    assertEquals(1600, Recipes.named("gpt2-xl").model().dim());
    assertTrue(
        assertThrows(InputException.class, () -> Recipes.named("gpt5"))
            .getMessage()
            .contains("gpt2-xl"));
  }
}

package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Rope;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code run.json} says, and runs that start from other runs. */
class RunRecordTest {
  /** The model of the test recipe in format 1, but with another position encoding. */
  private static final String FORMAT_1 =
      """
      {"vocabSize": 256, "context": 32, "layers": 2, "heads": 2, "kvHeads": 2, "dim": 32,
      "hidden": 128, "dropout": 0.0, "bias": true, "tiedHead": true, "positions": "ROPE",
      "norm": "LAYER_NORM", "preNorm": true, "feedForward": "PLAIN", "activation": "GELU_TANH",
      "initStd": 0.02}""";

  @TempDir Path folder;
  private String text;
  private Path root;

  @BeforeEach
  void run() throws IOException {
    text =
        Files.writeString(folder.resolve("a.txt"), "the cat sat on the mat. 你好!\n".repeat(40))
            .toString();
    root = folder.resolve("run");
  }

  private static Recipe recipe(long steps) {
    Recipe r = Recipes.named("test");
    GptConfig model = r.model().toBuilder().positions(new Rope()).build();
    TrainSettings t = r.training();
    TrainSettings settings =
        new TrainSettings(
            steps, 4, 1, t.windows(), 3e-3, 3e-4, 2, t.decay(), t.optimizer(), 3, steps);
    return new Recipe(r.preset(), model, settings, "bpe", 300);
  }

  private TrainerState train(Path folder, long steps) {
    try (TrainingRun run = TrainingRun.start(folder, recipe(steps), text)) {
      return run.train();
    }
  }

  @Test
  void aRunRecordsFormatKindAndObjective() throws IOException {
    TrainingRun.start(root, recipe(4), text).close();
    RunRecord record = RunRecord.of(RunFolder.open(root));
    assertEquals(3, record.format());
    assertEquals("pretrain", record.kind());
    assertEquals("next-token", record.objective());
    assertNull(record.parent());
    assertEquals(recipe(4), record.recipe());
    assertTrue(Files.readString(root.resolve("run.json")).contains("\"format\": 3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COSINE | COSIN | recipe.training.decay is \"COSIN\", must be one of [COSINE, LINEAR]",
        "RANDOM | random | recipe.training.windows is \"random\", must be one of",
        "gelu_new | reluu | recipe.model.activation_function is \"reluu\", must be one of",
        "\"n_head\": 2 | \"n_head\": 4294967298 | recipe.model.n_head is 4294967298",
        "\"n_layer\": 2 | \"n_layer\": 2.5 | recipe.model.n_layer is 2.5",
        "\"n_ctx\" | \"n_ctz\" | recipe.model.n_ct",
        "\"pre_norm\": true | \"pre_norm\": \"x\" | recipe.model.glassllm.pre_norm is \"x\"",
        "\"seed\" | \"sead\" | recipe.training.sead is an unknown name",
        "\"seed\": 3, | '' | recipe.training.seed is missing",
        "\"batch\": 4 | \"batch\": 4294967300 | recipe.training.batch is 4294967300",
        "\"steps\": 4 | \"steps\": 4.9 | recipe.training.steps is 4.9",
        "\"kind\": \"pretrain\" | \"kind\": \"sft\" | stage.template is missing",
        "next-token | dpo | illegal objective: dpo",
        "\"kind\": \"pretrain\", | '' | illegal kind: null",
        "\"format\": 3 | \"format\": 4 | has format 4",
        "\"sha256\" | \"sha\" | provenance.data.sha is an unknown name",
        "\"source\": \"/ | \"source\": \"\\u0000 | provenance.data: illegal source: \"",
        "\"kernels\": \"fused\", | '' | recipe.kernels is missing, must be a string",
        "\"precision\": \"float32\" | \"precision\": null | recipe.precision is null",
      })
  void unknownNamesAndValuesAreRefused(String good, String bad, String expected)
      throws IOException {
    TrainingRun.start(root, recipe(4), text).close();
    Path file = root.resolve("run.json");
    String json = Files.readString(file);
    assertTrue(json.contains(good), json);
    assertRefused(file, json.replace(good, bad), expected);
  }

  @Test
  void anEmptySourceIsRefusedByFile() throws IOException {
    TrainingRun.start(root, recipe(4), text).close();
    Path file = root.resolve("run.json");
    String json = Files.readString(file);
    String empty = json.replaceFirst("\"source\": \"[^\"]+\"", "\"source\": \"\"");
    assertRefused(file, empty, "run.json: provenance.data: illegal source: \"\"");
  }

  private void assertRefused(Path file, String json, String expected) throws IOException {
    Files.writeString(file, json);
    String message =
        assertThrows(InputException.class, () -> TrainingRun.resume(root, Device.cpu()).close())
            .getMessage();
    assertTrue(message.contains(expected) && message.contains("run.json"), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void aFolderOfTheFirstFormatOpensAndResumes() throws IOException {
    train(root, 4);
    Path file = root.resolve("run.json");
    String json = Files.readString(file);
    String old =
        json.replaceAll("(?s)\"model\": \\{.*?\n    }", "\"model\": " + FORMAT_1)
            .replaceAll("\"(format|kind|objective)\": .*,\n", "")
            .replaceAll(",\n *\"kernels\": .*\n *\"precision\": .*\n", "\n")
            .replaceAll(",\n *\"place\": .*\n", "\n");
    assertRefused(file, old.replace("GELU_TANH", "RELUU"), "recipe.model.activation is \"RELUU\"");
    assertRefused(file, old.replace("ROPE", "ROPES"), "illegal positions: ROPES");
    assertRefused(file, old.replace("\"dim\"", "\"dam\""), "recipe.model.dam is an unknown name");
    Files.writeString(file, old);
    Files.delete(root.resolve("data/tokenizer.json"));
    RunRecord record = RunRecord.of(RunFolder.open(root));
    assertEquals(recipe(4), record.recipe());
    assertEquals(1, record.format());
    assertEquals("pretrain", record.kind());
    try (TrainingRun run = TrainingRun.resume(root, Device.cpu())) {
      assertEquals(4, run.from().step());
    }
    TrainedModel.open(root).close();
  }

  @Test
  void aChildStartsFromItsParentsBestWeights() throws IOException {
    train(root, 4);
    Checkpoint best = RunFolder.open(root).best();
    Path child = folder.resolve("child");
    String other = Files.writeString(folder.resolve("b.txt"), "mat cat\n".repeat(200)).toString();
    RunSetup setup = new RunSetup(child, recipe(6), other).from(root);
    TrainingRun.start(setup).close();
    Checkpoint start = RunFolder.open(child).best();
    for (String file : new String[] {"model.safetensors", "tokenizer.json"}) {
      assertArrayEquals(
          Files.readAllBytes(best.folder().resolve(file)),
          Files.readAllBytes(start.folder().resolve(file)));
    }
    RunRecord.Parent parent = RunRecord.of(RunFolder.open(child)).parent();
    assertEquals(root.toAbsolutePath().normalize().toString(), parent.run());
    assertEquals(4, parent.step());
    assertEquals(best.sha256(), parent.checkpointSha256());
    org.glassllm.base.SafeFiles.deleteTree(root); // the child does not need it any more
    try (TrainingRun run = TrainingRun.resume(child, Device.cpu())) {
      assertEquals(0, run.from().step());
      assertEquals(6, run.train().step());
    }
  }

  @Test
  void aChildKeepsTheModelAndTheTokenizer() {
    train(root, 4);
    Recipe r = recipe(4);
    GptConfig wider = r.model().toBuilder().layers(3).build();
    assertChildRefused(
        new Recipe("p", wider, r.training(), "bpe", 300), "illegal n_layer: 3, must be 2");
    assertChildRefused(
        new Recipe("p", r.model(), r.training(), "char", 300), "illegal tokenizer: char");
    GptConfig dropout = r.model().toBuilder().dropout(0.2).build();
    Recipe allowed = new Recipe("p", dropout, r.training(), "bpe", 300);
    TrainingRun.start(new RunSetup(folder.resolve("child"), allowed, text).from(root)).close();
  }

  private void assertChildRefused(Recipe recipe, String expected) {
    Path child = folder.resolve("child");
    RunSetup setup = new RunSetup(child, recipe, text).from(root);
    String message =
        assertThrows(InputException.class, () -> TrainingRun.start(setup).close()).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(Files.notExists(child));
  }

  @Test
  void dataThatIsTooShortLeavesNoFiles() throws IOException {
    String tiny = Files.writeString(folder.resolve("tiny.txt"), "too short").toString();
    String message =
        assertThrows(InputException.class, () -> TrainingRun.start(root, recipe(4), tiny).close())
            .getMessage();
    assertTrue(message.contains("context of 32"), message);
    assertTrue(Files.notExists(root.resolve("data")));
  }
}

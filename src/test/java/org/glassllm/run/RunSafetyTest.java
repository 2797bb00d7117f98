package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenFileWriter;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.Contents;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run never continues from something that is not its own, and never restarts silently. */
class RunSafetyTest {
  @TempDir Path folder;
  private Path root;
  private String text;

  @BeforeEach
  void text() throws IOException {
    root = folder.resolve("run");
    text =
        Files.writeString(folder.resolve("a.txt"), "the cat sat on the mat. 你好!\n".repeat(40))
            .toString();
  }

  private static Recipe recipe(long steps, String tokenizer) {
    Recipe r = Recipes.named("test");
    GptConfig model = r.model().toBuilder().context(8).dim(8).build();
    TrainSettings t = r.training();
    TrainSettings settings =
        new TrainSettings(steps, 2, 1, t.windows(), 3e-3, 3e-4, 2, t.decay(), t.optimizer(), 3, 2);
    return new Recipe(r.preset(), model, settings, tokenizer, 300);
  }

  private TrainerState train(long steps) {
    try (TrainingRun run = TrainingRun.start(root, recipe(steps, "char"), text)) {
      return run.train();
    }
  }

  private String startFails() {
    return assertThrows(
            InputException.class, () -> TrainingRun.start(root, recipe(4, "char"), text).close())
        .getMessage();
  }

  private long resume(List<String> notices) {
    try (TrainingRun run = TrainingRun.resume(root, Device.cpu(), notices::add)) {
      return run.from().step();
    }
  }

  private String resumeFails() {
    String message =
        assertThrows(InputException.class, () -> resume(new ArrayList<>())).getMessage();
    assertEquals(1, message.lines().count());
    return message;
  }

  private void change(String file, String from, String to) throws IOException {
    String content = Files.readString(root.resolve(file));
    assertTrue(content.contains(from), content);
    Files.writeString(root.resolve(file), content.replace(from, to));
  }

  private List<String> names(String where) throws IOException {
    try (var files = Files.list(root.resolve(where))) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aNewRunRefusesCheckpointsOfAnother() throws IOException {
    train(4);
    Files.delete(root.resolve("run.json"));
    assertTrue(startFails().contains("step-4 is a checkpoint of another run"));
    assertTrue(names("checkpoints").contains("step-4"));
  }

  @Test
  void aStartThatWasKilledCanBeRepeated() throws IOException {
    train(4);
    Path child = folder.resolve("child");
    RunSetup setup = new RunSetup(child, recipe(2, "char"), text).from(root);
    TrainingRun.start(setup).close();
    Path weights = child.resolve("checkpoints/step-0/model.safetensors");
    byte[] expected = Files.readAllBytes(weights);
    Files.delete(child.resolve("run.json")); // killed before the run existed
    Files.write(weights, new byte[3]);
    TrainingRun.start(setup).close();
    assertArrayEquals(expected, Files.readAllBytes(weights));
  }

  @Test
  void aChildWithoutCheckpointsDoesNotRestart() throws IOException {
    train(4);
    Path child = folder.resolve("child");
    TrainingRun.start(new RunSetup(child, recipe(2, "char"), text).from(root)).close();
    SafeFiles.deleteTree(child.resolve("checkpoints"));
    root = child;
    assertTrue(resumeFails().contains("the weights of the parent run"), resumeFails());
  }

  @Test
  void aLostLastPointerIsRestoredAndReported() throws IOException {
    train(6);
    Files.delete(root.resolve("checkpoints/last"));
    List<String> notices = new ArrayList<>();
    assertEquals(6, resume(notices));
    assertTrue(notices.get(0).endsWith("last is lost; the run resumes from step-6"));
    Files.delete(root.resolve("checkpoints/last"));
    Files.write(root.resolve("checkpoints/step-6/trainer.safetensors"), new byte[9]);
    Files.delete(root.resolve("checkpoints/best"));
    assertEquals(4, resume(notices));
    Files.delete(root.resolve("checkpoints/last"));
    Files.write(root.resolve("checkpoints/step-4/trainer.json"), new byte[9]);
    assertTrue(resumeFails().contains("no checkpoint in the same folder is complete"));
  }

  @Test
  void aLostBestPointerIsFoundByItsLoss() throws IOException {
    train(6);
    TrainerState best = RunFolder.open(root).best().state();
    Files.delete(root.resolve("checkpoints/best"));
    assertEquals(best, RunFolder.open(root).best().state());
    resume(new ArrayList<>());
    assertTrue(names("checkpoints").contains("best"));
    assertEquals(best, RunFolder.open(root).best().state());
  }

  @Test
  void alteredTokenFilesAreRefused() throws IOException {
    train(4);
    for (String name : List.of("train.tok", "validation.tok")) {
      Path file = root.resolve("data").resolve(name);
      byte[] good = Files.readAllBytes(file);
      byte[] flipped = good.clone();
      flipped[20] ^= 1;
      byte[] doubled = Arrays.copyOf(good, 2 * good.length);
      for (byte[] bad : List.of(flipped, doubled, Arrays.copyOf(good, good.length - 4))) {
        Files.write(file, bad);
        assertTrue(resumeFails().contains(name + " was changed after the run started"));
      }
      assertTrue(
          resumeFails()
              .endsWith("delete this file and resume the run, which encodes the data again"));
      Files.delete(file);
      assertEquals(4, resume(new ArrayList<>()));
      assertArrayEquals(good, Files.readAllBytes(file));
    }
  }

  @Test
  void anAlteredTokenizerIsRefused() throws IOException {
    TrainingRun.start(root, recipe(4, "char"), text).close();
    change("data/tokenizer.json", "\"a\"", "\"z\"");
    assertTrue(resumeFails().contains("tokenizer.json was changed after the run started"));
  }

  @Test
  void tokenIdsOfOlderRunsAreChecked() throws IOException {
    train(4);
    Path run = root.resolve("run.json");
    String json = Files.readString(run);
    Files.writeString(run, json.replaceAll("(?s),\\s*\"files\": .*", "\n}\n"));
    assertEquals(4, resume(new ArrayList<>()));
    TokenFileWriter.writeAll(root.resolve("data/train.tok"), 70_000, 3, 60_000);
    assertTrue(resumeFails().contains("token 1 is 60000"), resumeFails());
  }

  @Test
  void negativeTokenIdsAreRefused() throws IOException {
    Path file = folder.resolve("a.tok");
    TokenFileWriter.writeAll(file, 70_000, 3, 4, 5);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 20, 24, (byte) 0xFF);
    Files.write(file, bytes);
    TokenSource tokens = TokenFile.open(file);
    String message =
        assertThrows(InputException.class, () -> tokens.requireBelow(70_000, "a.tok")).getMessage();
    assertTrue(message.contains("token 1 is -1"), message);
  }

  @Test
  void aRunJsonOfAnotherModelIsRefused() throws IOException {
    train(4);
    String json = Files.readString(root.resolve("run.json"));
    change("run.json", "\"n_head\": 2", "\"n_head\": 4");
    change("run.json", "\"kv_heads\": 2", "\"kv_heads\": 4");
    assertTrue(
        resumeFails().contains("run.json: recipe.model.glassllm.kv_heads is 4"), resumeFails());
    Files.writeString(root.resolve("run.json"), json.replace("gelu_new", "relu"));
    assertTrue(resumeFails().contains("activation_function is \"relu\""), resumeFails());
  }

  @Test
  void aDeletedFolderStopsTraining() throws IOException {
    TrainListener deletes =
        new TrainListener() {
          @Override
          public void onStep(StepMetrics m) {
            if (m.step() == 3) {
              try {
                SafeFiles.deleteTree(root);
                Files.createDirectories(root.resolve("checkpoints"));
                Files.writeString(root.resolve(".lock"), "");
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          }
        };
    try (TrainingRun run = TrainingRun.start(root, recipe(8, "char"), text).listener(deletes)) {
      String message = assertThrows(InputException.class, run::train).getMessage();
      assertTrue(message.contains("deleted or replaced during training"), message);
    }
    assertEquals(List.of(), names("checkpoints"));
    assertEquals(List.of(".lock", "checkpoints"), names("."));
  }

  @Test
  void aDamagedMetricsRowIsRefusedBeforeTraining() throws IOException {
    train(4);
    Files.writeString(root.resolve("checkpoints/last"), "step-2\n");
    Path file = root.resolve("metrics.csv");
    List<String> good = Files.readAllLines(file);
    List<String> bad = new ArrayList<>(good);
    bad.set(2, "2,32,garbage,,1,1,1,1");
    Files.write(file, bad);
    try (TrainingRun run = TrainingRun.resume(root, Device.cpu())) {
      String message = assertThrows(InputException.class, run::train).getMessage();
      assertTrue(message.contains("metrics.csv, line 3: \"2,32,garbage"), message);
    }
    assertEquals(bad, Files.readAllLines(file));
    Files.writeString(file, String.join("\n", good) + "\n5,96,2.3"); // cut by a kill
    try (TrainingRun run = TrainingRun.resume(root, Device.cpu())) {
      assertEquals(4, run.train().step());
    }
    assertEquals(5, Files.readAllLines(file).size());
  }

  @Test
  void whatKillsLeftIsCleared() throws IOException {
    train(4);
    for (String name : List.of(".run.json.tmp-7", "data/.train.tok.tmp", "data/.train.tok.lock")) {
      Files.writeString(root.resolve(name), "x");
    }
    Path half = Files.createDirectories(root.resolve("checkpoints/step-1"));
    Files.writeString(half.resolve("config.json"), "{}");
    Files.createDirectories(root.resolve("checkpoints/.step-6.tmp/x"));
    Path old = Files.createDirectories(root.resolve("checkpoints/step-0")); // not pruned yet
    for (String name : names("checkpoints/step-2")) {
      Files.copy(root.resolve("checkpoints/step-2").resolve(name), old.resolve(name));
    }
    resume(new ArrayList<>());
    assertEquals(List.of("checkpoints", "data", "metrics.csv", "run.json"), names("."));
    assertEquals(List.of("tokenizer.json", "train.tok", "validation.tok"), names("data"));
    assertEquals(List.of("best", "last", "step-2", "step-4"), names("checkpoints"));
  }

  @Test
  void checksumsNameOnlyPlainFilesOfTheirFolder() throws IOException {
    train(4);
    Path step = root.resolve("checkpoints/step-4");
    Path sums = step.resolve("SHA256SUMS");
    String good = Files.readString(sums);
    for (String name : List.of("/dev/zero", "../../run.json", "notes.txt", "config.json")) {
      Files.writeString(sums, good + "0".repeat(64) + "  " + name + "\n");
      assertTrue(resumeFails().contains("SHA256SUMS is damaged"), resumeFails());
    }
    Files.writeString(sums, good);
    Path model = step.resolve("model.safetensors");
    Path moved = Files.move(model, folder.resolve("moved"));
    Files.createSymbolicLink(model, moved);
    assertTrue(resumeFails().contains("model.safetensors was altered"), resumeFails());
  }

  @Test
  void devicesAreNoData() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/zero")));
    train(4);
    assertThrows(InputException.class, () -> RunData.read("/dev/zero"));
    for (Path file :
        List.of(root.resolve("data/train.tok"), root.resolve("checkpoints/step-4/config.json"))) {
      Files.delete(file);
      Files.createSymbolicLink(file, Path.of("/dev/zero"));
      assertTrue(resumeFails().contains(file.getFileName().toString()), resumeFails());
    }
  }

  @Test
  void whatReportsOnARunReadsNoWeights() throws IOException {
    train(4);
    Files.write(root.resolve("checkpoints/step-4/model.safetensors"), new byte[9]);
    assertEquals(4, RunFolder.open(root).checkpoints().lastUnverified().state().step());
    assertThrows(InputException.class, () -> RunFolder.open(root).last());
  }

  @Test
  void aModelThatIsReplacedWhileItLoadsIsReadAgain() throws IOException {
    train(6);
    Files.writeString(root.resolve("checkpoints/best"), "step-4\n");
    List<String> seen = new ArrayList<>();
    RunFolder.open(root)
        .checkpoints()
        .fromBest(
            best -> {
              seen.add(best.folder().getFileName().toString());
              if (seen.size() == 1) { // what a training does meanwhile
                try {
                  Files.writeString(root.resolve("checkpoints/best"), "step-6\n");
                  SafeFiles.deleteTree(best.folder());
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
              return best.loadTokenizer();
            });
    assertEquals(List.of("step-4", "step-6"), seen);
  }

  @Test
  void aCheckpointOfNaNIsNeverTheLast() throws IOException {
    train(4);
    try (var manager = Torch.manager()) {
      Gpt gpt = RunFolder.open(root).last().loadModel(manager, Kernels.FUSED);
      gpt.namedParameters().get("ln_f.bias").getArray().muli(Float.NaN);
      AdamW optimizer =
          new AdamW(gpt.namedParameters(), AdamW.Settings.GPT3, Kernels.FUSED, manager);
      TrainerState state = new TrainerState(6, 96, null, null);
      Tokenizer tokenizer = RunFolder.open(root).last().loadTokenizer();
      Contents contents = new Contents(gpt, tokenizer, optimizer);
      String message =
          assertThrows(
                  InputException.class,
                  () -> RunFolder.open(root).checkpoints().save(contents, state))
              .getMessage();
      assertTrue(message.contains("ln_f.bias"), message);
    }
    assertEquals(4, RunFolder.open(root).last().state().step());
    assertThrows(InputException.class, () -> new TrainerState(1, 1, null, Double.NaN));
  }

  @Test
  void aTokenizerPathIsStoredAsAbsolute() throws IOException {
    Path file = folder.resolve("t.json");
    Tokenizers.save(CharTokenizer.train(Files.readString(Path.of(text))), file);
    Path relative = Path.of("").toAbsolutePath().relativize(file);
    assertFalse(relative.isAbsolute());
    TrainingRun.start(root, recipe(4, relative.toString()), text).close();
    assertEquals(file.toString(), RunRecord.of(RunFolder.open(root)).recipe().tokenizer());
    assertEquals(
        Hash.sha256(root.resolve("data/tokenizer.json")),
        RunRecord.of(RunFolder.open(root)).files().tokenizer().sha256());
  }
}

package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gives exit code 2 and one line that names the input; no file is lost. */
class BadInputTest {
  @TempDir Path folder;
  private String run;
  private String text;

  @BeforeEach
  void files() throws IOException {
    run = folder.resolve("run").toString();
    text = Files.writeString(folder.resolve("a.txt"), "to be or not to be\n".repeat(50)).toString();
  }

  private void refused(String expected, String... args) {
    Glass.Result result = Glass.run(args);
    String shown = Arrays.toString(args) + " gave " + result;
    assertEquals(2, result.code(), shown);
    assertTrue(result.err().contains(expected), shown);
    String[] lines = result.err().strip().split("\n");
    assertEquals(1, Arrays.stream(lines).filter(l -> l.startsWith("glass")).count(), shown);
    assertTrue(lines[lines.length - 1].startsWith("glass"), shown);
    assertFalse(result.err().contains("\tat "), shown);
  }

  private void trainRefused(String expected, String... more) {
    List<String> all = new ArrayList<>(List.of("train", "--run", run, "--device", "cpu"));
    String[][] usual = {{"--preset", "test"}, {"--data", text}};
    if (List.of(more).contains("--device")) {
      all = new ArrayList<>(List.of("train", "--run", run));
    }
    for (String[] option : usual) {
      if (!List.of(more).contains(option[0])) {
        all.addAll(List.of(option));
      }
    }
    all.addAll(List.of(more));
    refused(expected, all.toArray(String[]::new));
    assertFalse(Files.exists(folder.resolve("run/run.json")), "a refused run left a run.json");
  }

  @Test
  void unusableTextsAreRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.txt"));
    Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9});
    Path shortText = Files.writeString(folder.resolve("short.txt"), "too short");
    trainRefused("no-such-file.txt", "--data", folder.resolve("no-such-file.txt").toString());
    trainRefused("the path of the text is empty", "--data", "");
    trainRefused("empty.txt", "--data", empty.toString());
    trainRefused("latin.txt", "--data", latin.toString());
    trainRefused("context", "--data", shortText.toString());
  }

  @Test
  void illegalNumbersAreRefused() {
    trainRefused("heads: 3", "--heads", "3");
    trainRefused("dropout: 1.0", "--dropout", "1");
    trainRefused("lr: -1.0", "--lr", "-1");
    trainRefused("lr: NaN", "--lr", "NaN");
    trainRefused("min-lr: 9.0", "--min-lr", "9");
    trainRefused("warmup: 99", "--warmup", "99", "--steps", "10");
    trainRefused("hidden: 0", "--hidden", "0");
    trainRefused("--activation", "--activation", "sigmoid");
    trainRefused("steps: 0", "--steps", "0");
    trainRefused("batch: 0", "--batch", "0");
    trainRefused("context: -1", "--context", "-1");
    trainRefused("grad-accum: 0", "--grad-accum", "0");
    trainRefused("eval-every: 0", "--eval-every", "0");
    trainRefused("beta2: 1.0", "--beta2", "1");
    trainRefused("clip: -1.0", "--clip", "-1");
    trainRefused("context of 5000", "--context", "5000");
    trainRefused("vocabulary size: 100", "--tokenizer", "bpe", "--vocab", "100");
    trainRefused("--vocab 300 applies only to a bpe tokenizer", "--vocab", "300");
    trainRefused(
        "--activation RELU applies only to a plain",
        "--activation",
        "relu",
        "--feed-forward",
        "swiglu");
    trainRefused("'many'", "--steps", "many");
    trainRefused("preset: huge", "--preset", "huge");
    trainRefused("device: tpu", "--device", "tpu");
    trainRefused("gpu77", "--device", "gpu77");
    trainRefused("no-tokenizer.json", "--tokenizer", folder + "/no-tokenizer.json");
  }

  @Test
  void sizesBeyondMemoryAreRefused() throws IOException {
    text = Files.writeString(Path.of(text), "to be or not to be\n".repeat(700)).toString();
    trainRefused("--batch: 67108864", "--batch", "67108864");
    trainRefused("--batch: 134217728", "--batch", "134217728");
    trainRefused("--batch: 4194304", "--batch", "4194304", "--context", "1024");
    trainRefused("needs at least", "--batch", "60000000");
    trainRefused("--dim: 2147483646", "--dim", "2147483646");
    trainRefused("needs at least", "--dim", "16777216");
    trainRefused("needs at least", "--layers", "2147483647");
    trainRefused("needs at least", "--hidden", "2147483647", "--layers", "100000");
    String[] alibi = "--heads 32 --context 10000 --batch 32 --positions alibi".split(" ");
    trainRefused("needs at least", alibi);
  }

  @Test
  void emptyPathsAndZeroHeadsAreRefused() {
    trainRefused("kv-heads: 0", "--kv-heads", "0");
    trainRefused("--data: the path of the text is empty", "--data", "");
    refused("path is empty", "train", "--preset", "test", "--data", text, "--run", "");
    refused("path is empty", "info", "--run", "");
    refused("--data: the path of the text is empty", "eval", "--run", run, "--data", "");
  }

  @Test
  void divergenceIsOneLineAndKeepsTheCheckpoint() throws IOException {
    String[] train = {
      "train",
      "--preset",
      "test",
      "--data",
      text,
      "--run",
      run,
      "--device",
      "cpu",
      "--lr",
      "1e6",
      "--min-lr",
      "1e6",
      "--warmup",
      "0",
      "--steps",
      "60",
      "--eval-every",
      "1",
      "--weight-decay",
      "1e30"
    };
    refused("start a new run with", train);
    Path checkpoints = folder.resolve("run/checkpoints");
    assertTrue(
        !Files.exists(checkpoints.resolve("last")) || Glass.run("eval", "--run", run).code() == 0);
  }

  @Test
  void unwritablePathsAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    refused(
        "cannot write",
        "train",
        "--preset",
        "test",
        "--data",
        text,
        "--run",
        file.resolve("run").toString());
    refused(
        "cannot write",
        "data",
        "tales",
        "--bytes",
        "2000",
        "--out",
        file.resolve("x.txt").toString());
  }

  @Test
  void missingAndDamagedRunsAreRefused() throws IOException {
    for (String command : new String[] {"generate", "eval", "info"}) {
      refused("no run in", command, "--run", run);
    }
    refused("no run in", "train", "--resume", "--run", run);
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(folder.resolve("run/run.json"), "{\"recipe\":");
    refused("not valid JSON", "train", "--resume", "--run", run);
  }

  @Test
  void aRunThatExistsIsNeitherOverwrittenNorChanged() throws IOException {
    String[] train = {
      "train",
      "--preset",
      "test",
      "--steps",
      "4",
      "--eval-every",
      "2",
      "--kv-heads",
      "1",
      "--activation",
      "relu",
      "--hidden",
      "48",
      "--data",
      text,
      "--run",
      run
    };
    assertEquals(0, Glass.run(train).code());
    String before = Files.readString(folder.resolve("run/metrics.csv"));
    refused("already", train);
    refused("--lr 0.5 differs", "train", "--run", run, "--resume", "--lr", "0.5");
    // the message names the option that differs
    String[] several = {
      "--heads", "2", "--kv-heads", "1", "--activation", "relu", "--hidden", "48", "--lr", "0.5"
    };
    refused("--lr 0.5 differs from the run's value, 0.003", resumed(several));
    refused("--vocab 512 applies only to a bpe tokenizer", resumed("--vocab", "512"));
    refused(
        "--activation GELU differs from the run's value, RELU", resumed("--activation", "gelu"));
    refused("--hidden 49 differs from the run's value, 48", resumed("--hidden", "49"));
    refused("--steps 9 differs", "train", "--run", run, "--resume", "--steps", "9");
    refused("--preset tales differs", "train", "--run", run, "--resume", "--preset", "tales");
    refused("differs", "train", "--run", run, "--resume", "--data", "other.txt");
    assertEquals(before, Files.readString(folder.resolve("run/metrics.csv")));
    // options that repeat the run's own values are accepted
    String[] own = {
      "--steps 4 --batch 4 --context 32 --layers 2 --heads 2 --kv-heads 1 --dim 32 --dropout -0.0",
      "--positions learned --norm layer_norm --feed-forward plain --activation relu --hidden 48",
      "--lr 3e-3 --min-lr 3e-4 --warmup 4 --decay cosine --beta2 0.99 --weight-decay 0.1 --clip 1",
      "--grad-accum 1 --windows random --tokenizer char --seed 1 --eval-every 2",
      "--kernels fused --precision float32 --preset test --data " + text
    };
    Glass.Result again = Glass.run(resumed(String.join(" ", own).split(" ")));
    assertEquals(0, again.code(), again.err());
    assertFalse(again.err().contains("The run started on"), again.err());
    Path record = folder.resolve("run/run.json");
    String json = Files.readString(record);
    Files.writeString(record, json.replaceFirst("the CPU with \\d+ threads", "gpu(3)"));
    assertTrue(Glass.run(resumed()).err().contains("The run started on gpu(3) and resumes on"));
    Files.writeString(record, json);
    refused("top-p: 2.0", "generate", "--run", run, "--top-p", "2");
    refused("temperature: -1.0", "generate", "--run", run, "--temperature", "-1");
    refused("tokens: -1", "generate", "--run", run, "--tokens", "-1");
    refused("Q", "generate", "--run", run, "--prompt", "Q");
    refused("stride", "eval", "--run", run, "--stride", "99");
    refused("gone.txt", "eval", "--run", run, "--data", folder.resolve("gone.txt").toString());
    Files.writeString(Path.of(text), "changed");
    refused("changed", "train", "--run", run, "--resume");
    alteredCheckpoint();
  }

  private String[] resumed(String... options) {
    List<String> all = new ArrayList<>(List.of("train", "--run", run, "--resume"));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  private void alteredCheckpoint() throws IOException {
    Path weights = folder.resolve("run/checkpoints/step-4/model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 3] ^= 1;
    Files.write(weights, bytes);
    Files.writeString(folder.resolve("run/checkpoints/best"), "step-4\n");
    Path sums = weights.resolveSibling("SHA256SUMS");
    String all = Files.readString(sums);
    Files.writeString(sums, all.replaceAll("(?m)^.*model.safetensors\n", ""));
    refused("does not list [model.safetensors]", "generate", "--run", run);
    Files.writeString(sums, all);
    refused("altered or cut short", "generate", "--run", run);
    Files.write(weights, Arrays.copyOf(bytes, 100));
    refused("altered or cut short", "generate", "--run", run);
    Files.writeString(folder.resolve("run/checkpoints/best"), "step-77\n");
    refused("step-77", "generate", "--run", run);
  }

  @Test
  void unusableTokenizersAreRefused() throws IOException {
    String out = folder.resolve("t.json").toString();
    refused("vocab", "tokenizer", "train", "--data", text, "--vocab", "10", "--out", out);
    refused(
        "gone", "tokenizer", "train", "--data", folder + "/gone", "--vocab", "300", "--out", out);
    Path bad = Files.writeString(folder.resolve("bad.json"), "{}");
    refused("bad.json", "tokenizer", "encode", "--tokenizer", bad.toString(), "--text", "x");
    refused("gone.json", "tokenizer", "info", "--tokenizer", folder + "/gone.json");
  }

  @Test
  void unknownAndIncompleteCommandsAreRefused() {
    refused("fly", "fly");
    refused("missing");
    refused("--wings", "train", "--wings");
    refused("no-corpus", "data", "fetch", "no-corpus");
  }

  @Test
  void helpAndVersionAreNoErrors() {
    for (String command : new String[] {"train", "generate", "eval", "info", "doctor", "tour"}) {
      Glass.Result help = Glass.run(command, "--help");
      assertEquals(0, help.code());
      assertTrue(help.out().contains("Usage: glass " + command), help.out());
    }
    assertEquals(0, Glass.run("--help").code());
    assertTrue(Glass.run("--version").out().startsWith("glass "));
  }
}

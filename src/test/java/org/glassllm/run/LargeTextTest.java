package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.glassllm.batch.TokenFile;
import org.glassllm.checkpoint.RunFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts much larger than the heap, with Chinese in them, become token files and train. */
class LargeTextTest {
  private static final List<String> SENTENCES =
      List.of(
          "the quick brown fox jumps over the lazy dog, ",
          "床前明月光，疑是地上霜。",
          "举头望明月，低头思故乡。",
          "one day, Mia met Leo in the garden. ",
          "😀 3.14159 ",
          "naïve café — ");
  private static final int STEPS = 2;

  @TempDir Path folder;

  /** Runs in a process of its own: the first steps of a run, without an evaluation. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Recipe r = Recipes.named("test");
      Recipe recipe = new Recipe(r.preset(), r.model(), r.training(), args[2], 512);
      int[] asked = new int[1];
      try (TrainingRun run = TrainingRun.start(Path.of(args[0]), recipe, args[1])) {
        run.stopWhen(() -> asked[0]++ == STEPS).train();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"300, bpe, '\n', 96m", "100, char, '', 96m", "100, bpe, '', 96m"})
  void aTextLargerThanTheHeapTrains(int megabytes, String tokenizer, String lineEnd, String heap)
      throws Exception {
    train(megabytes, tokenizer, lineEnd, heap);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"2048, bpe, 512m", "2048, char, 512m"})
  void aTextOfTwoGigabytesTrains(int megabytes, String tokenizer, String heap) throws Exception {
    train(megabytes, tokenizer, "\n", heap);
  }

  private void train(int megabytes, String tokenizer, String lineEnd, String heap)
      throws Exception {
    Path text = folder.resolve("large.txt"), run = folder.resolve("run");
    String block = write(text, megabytes, lineEnd);
    Path log = folder.resolve("log");
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                run.toString(),
                text.toString(),
                tokenizer)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(15, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended && process.exitValue() == 0, () -> read(log));
    RunFolder result = RunFolder.open(run);
    assertEquals(STEPS, result.last().state().step());
    assertEnd(result, block);
    System.err.printf(
        "%d MB, %s, heap %s: %.1f s%n",
        megabytes, tokenizer, heap, (System.nanoTime() - began) / 1e9);
  }

  /** Checks that the validation tokens end as the text does. */
  private static void assertEnd(RunFolder run, String block) {
    TokenFile tokens = TokenFile.open(run.validationTokens());
    int[] last = new int[1000];
    tokens.read(tokens.size() - last.length, last);
    String decoded = run.last().loadTokenizer().decode(last);
    int kept = decoded.length() - 2; // the first token may be a part of a character
    assertTrue(block.endsWith(decoded.substring(decoded.length() - kept)), decoded);
  }

  /** Writes equal blocks of a megabyte of sentences in random order, and returns the block. */
  private static String write(Path file, int megabytes, String lineEnd) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder block = new StringBuilder();
    int bytes = 0;
    while (bytes < 1 << 20) {
      String sentence = SENTENCES.get(random.nextInt(SENTENCES.size()));
      sentence += random.nextInt(10) == 0 ? lineEnd : "";
      block.append(sentence);
      bytes += sentence.getBytes(StandardCharsets.UTF_8).length;
    }
    byte[] all = block.toString().getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < megabytes; i++) {
        out.write(all);
      }
    }
    return block.toString();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}

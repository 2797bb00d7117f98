package org.glassllm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to generate that may change the speed but not a greedy text. */
class GenerateCommandTest {
  @TempDir static Path folder;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    run = train("run", "to be or not to be, that is the question\n");
  }

  private static String train(String name, String line) throws IOException {
    Path text = Files.writeString(folder.resolve(name + ".txt"), line.repeat(50));
    String into = folder.resolve(name).toString();
    Glass.Result result =
        Glass.run(
            "train",
            "--run",
            into,
            "--data",
            text.toString(),
            "--preset",
            "test",
            "--device",
            "cpu",
            "--steps",
            "30",
            "--eval-every",
            "30");
    assertEquals(0, result.code(), result.err());
    return into;
  }

  private static Glass.Result generate(String... options) {
    List<String> all = new ArrayList<>(List.of("generate", "--run", run, "--device", "cpu"));
    all.addAll(List.of("--prompt", "to be", "--tokens", "12"));
    all.addAll(List.of(options));
    return Glass.run(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-cache", "--draft=ngram", "--beams=1", "--draft=RUN"})
  void greedyTextsAreEqual(String option) {
    String plain = generate("--greedy").out();
    Glass.Result other = generate("--greedy", option.replace("RUN", run));
    assertEquals(0, other.code(), other.err());
    assertEquals(plain, other.out());
  }

  @Test
  void aDraftOfAnotherTokenizerIsRefused() throws IOException {
    String other = train("other", "quite different letters: xyz\n");
    Glass.Result result = generate("--draft", other);
    assertEquals(2, result.code());
    assertTrue(result.err().contains("another tokenizer"), result.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--min-p=2",
        "--presence=1e9",
        "--beams=0",
        "--sinks=-1",
        "--sinks=999",
        "--cache-precision=int8",
        "--length-penalty=1",
        "--beams=2 --sinks=1",
        "--beams=2 --length-penalty=-1",
        "--draft=ngram --no-cache"
      })
  void illegalOptionsGiveOneLine(String options) {
    Glass.Result result = generate(options.split(" "));
    assertEquals(2, result.code(), options);
    assertEquals(1, result.err().lines().count(), result.err());
  }

  @Test
  void optionsCombine() {
    assertEquals(0, generate("--cache-precision=bfloat16").code());
    assertEquals(0, generate("--beams=2", "--length-penalty=1").code());
    assertEquals(0, generate("--min-p=0.1", "--presence=1", "--frequency=0.5").code());
  }
}

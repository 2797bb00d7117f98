package org.glassllm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.base.ResumableLines;
import org.glassllm.generate.LogitsProcessor;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that is killed and resumed gives the bits of an uninterrupted batch. */
class PromptBatchTest {
  private static final int CONTEXT = 40;
  private static final int PROMPTS = 1000;

  /** Ends a batch as a kill does. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path folder;
  private final SplittableRandom random = new SplittableRandom(1);
  private NDManager manager;
  private TrainedModel model;

  @BeforeEach
  void model() {
    manager = Torch.manager();
    Gpt gpt =
        TinyGpts.initialized(
            TinyGpts.builder().context(CONTEXT).build(), Kernels.FUSED, manager, DataType.FLOAT32);
    model = new TrainedModel(null, manager, gpt, CharTokenizer.train("abcdefg"), null, null);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static PromptBatch batch(Sampling sampling, long seed, int rows) {
    return new PromptBatch(8, false, sampling, "", seed, OptionalInt.of(2), rows);
  }

  /**
   * Returns prompts of random letters. Half of them share a beginning of more than a block; every
   * 50th prompt has a letter that no token has.
   */
  private PromptFile prompts(int count) throws IOException {
    String lines =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    (i % 50 == 49 ? "Q" : i % 2 == 0 ? "abcdefgabcdefgabc" : "")
                        + letters(1 + random.nextInt(15)))
            .collect(Collectors.joining("\n"));
    return new PromptFile(Files.writeString(folder.resolve("prompts.txt"), lines));
  }

  private String letters(int count) {
    return random.ints(count, 'a', 'h').mapToObj(Character::toString).collect(Collectors.joining());
  }

  private List<PromptBatch.Result> results(PromptBatch batch, PromptFile file) {
    List<PromptBatch.Result> all = new ArrayList<>();
    batch.run(model, file, 0, all::add);
    return all;
  }

  @Test
  void aBatchKilledAtRandomBytesResumesExactly() throws IOException {
    PromptFile prompts = prompts(PROMPTS);
    PromptBatch batch = batch(Sampling.PLAIN, 7, 16);
    Path whole = folder.resolve("whole");
    run(batch, prompts, whole, Long.MAX_VALUE);
    long size = Files.size(whole);
    Path killed = folder.resolve("killed");
    int kills = 0;
    for (boolean done = false; !done; kills += done ? 0 : 1) {
      done = run(batch, prompts, killed, random.nextLong(size / 3));
    }
    assertTrue(kills >= 3, () -> "only a few kills");
    assertEquals(-1, Files.mismatch(whole, killed));
    List<String> lines = Files.readAllLines(whole);
    assertEquals(PROMPTS, lines.size());
    for (int i = 0; i < PROMPTS; i++) {
      assertTrue(lines.get(i).startsWith(i + (i % 50 == 49 ? " error" : " Completion")));
    }
  }

  /**
   * Appends the missing results. After a number of bytes, writes a part of a line and throws.
   *
   * @return whether the batch is complete
   */
  private boolean run(PromptBatch batch, PromptFile prompts, Path file, long bytes) {
    long[] left = {bytes};
    try (ResumableLines lines =
        ResumableLines.open(file, new JsonObject(), false, (i, line) -> {})) {
      batch.run(
          model,
          prompts,
          lines.lines(),
          result -> {
            String line =
                result.prompt().index()
                    + result.error().map(e -> " error " + e).orElse("")
                    + result.completion().map(c -> " " + c).orElse(""); // with all digits
            byte[] utf8 = (line + "\n").getBytes(StandardCharsets.UTF_8);
            if (left[0] < utf8.length) {
              tear(file, Arrays.copyOf(utf8, (int) left[0]));
              throw new Killed();
            }
            left[0] -= utf8.length;
            lines.append(line);
          });
      return true;
    } catch (Killed e) {
      return false;
    }
  }

  private static void tear(Path file, byte... part) {
    try {
      Files.write(file, part, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void greedyTextsEqualSingleTexts() throws IOException {
    for (PromptBatch.Result result : results(batch(Sampling.GREEDY, 1, 4), prompts(49))) {
      Request alone = model.request(result.prompt().text(), 8, Sampling.GREEDY, 1);
      assertEquals(model.generate(alone, part -> {}), result.completion().orElseThrow().text());
    }
  }

  @Test
  void theSeedOfAPromptDependsOnItsIndexOnly() throws IOException {
    String same = "{\"prompt\":\"abc\"}\n", own = "{\"prompt\":\"abc\",\"seed\":5}\n";
    PromptFile file =
        new PromptFile(
            Files.writeString(folder.resolve("p.jsonl"), same + same + own + own + same));
    List<String> texts = texts(results(batch(Sampling.PLAIN, 1, 2), file));
    assertNotEquals(texts.get(0), texts.get(1));
    assertEquals(texts.get(2), texts.get(3));
    assertEquals(
        model.generate(model.request("abc", 8, Sampling.PLAIN, 5), part -> {}), texts.get(2));
    assertEquals(texts, texts(results(batch(Sampling.PLAIN, 1, 5), file)));
    List<String> other = texts(results(batch(Sampling.PLAIN, 2, 2), file));
    assertNotEquals(texts.get(0), other.get(0));
    assertEquals(texts.get(2), other.get(2));
  }

  private static List<String> texts(List<PromptBatch.Result> results) {
    return results.stream().map(r -> r.completion().orElseThrow().text()).toList();
  }

  @Test
  void aPromptBeyondTheContextFailsAlone() throws IOException {
    Path path =
        Files.writeString(
            folder.resolve("p.txt"), "ab\n" + "a".repeat(33) + "\n" + "b".repeat(40) + "\nc");
    List<PromptBatch.Result> strict = results(batch(Sampling.GREEDY, 1, 2), new PromptFile(path));
    assertEquals(
        List.of(true, false, false, true),
        strict.stream().map(r -> r.completion().isPresent()).toList());
    String error = strict.get(1).error().orElseThrow();
    assertTrue(error.contains("41 together") && error.contains("40"), error);

    PromptBatch fitting = new PromptBatch(8, true, Sampling.GREEDY, "", 1, OptionalInt.empty(), 2);
    List<PromptBatch.Result> fitted = results(fitting, new PromptFile(path));
    assertEquals(7, fitted.get(1).completion().orElseThrow().ids().size());
    assertTrue(fitted.get(2).error().isPresent());
  }

  @Test
  void aForbiddenVocabularyFailsEachPrompt() throws IOException {
    Sampling nothing = Sampling.PLAIN.then(new LogitsProcessor.Allowed(Set.of()));
    List<PromptBatch.Result> all = results(batch(nothing, 1, 2), prompts(5));
    assertEquals(5, all.size());
    for (PromptBatch.Result result : all) {
      assertTrue(result.error().orElseThrow().contains("every token is forbidden"));
      assertTrue(result.completion().isEmpty());
    }
  }

  @Test
  void illegalSettingsAreRefused() {
    for (int rows : new int[] {0, 1025}) {
      assertThrows(InputException.class, () -> batch(Sampling.PLAIN, 1, rows));
    }
    assertThrows(
        InputException.class,
        () -> new PromptBatch(8, true, Sampling.PLAIN, "", 1, OptionalInt.of(-1), 1));
  }
}

package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.Torch;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final int CONTEXT = 6;
  private static NDManager manager;
  private static Tokenizer tokenizer;
  private static Gpt gpt;
  private static Generator generator;

  @BeforeAll
  static void model() {
    manager = Torch.manager();
    tokenizer = BpeTrainer.train("小红和小明", BpeSettings.of(256)); // a token is a byte
    gpt =
        TinyGpts.initialized(
            TinyGpts.builder().vocabSize(256).context(CONTEXT).build(),
            Kernels.FUSED,
            manager,
            DataType.FLOAT32);
    generator = new Generator(gpt, tokenizer, manager);
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  private static final int[] PROMPT = {1, 2, 3};

  @Test
  void theSeedDeterminesTheText() {
    Request request = Request.of(PROMPT, 40, Sampling.PLAIN, 5);
    assertEquals(generator.generate(request), generator.generate(request));
    assertNotEquals(
        generator.generate(request), generator.generate(Request.of(PROMPT, 40, Sampling.PLAIN, 6)));
  }

  @Test
  void aPromptLongerThanTheContextKeepsItsEnd() {
    int[] longPrompt = {9, 9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6};
    int[] itsEnd = Arrays.copyOfRange(longPrompt, longPrompt.length - CONTEXT, longPrompt.length);
    assertEquals(
        generator.generate(Request.of(itsEnd, 30, Sampling.PLAIN, 1)),
        generator.generate(Request.of(longPrompt, 30, Sampling.PLAIN, 1)));
  }

  @Test
  void streamedPartsAreWholeCharactersAndJoinToTheText() {
    List<String> parts = new ArrayList<>();
    String text = generator.generate(Request.of(PROMPT, 300, Sampling.PLAIN, 3), parts::add);
    assertEquals(text, String.join("", parts));
    assertFalse(parts.contains(""));
    for (String part : parts) {
      assertFalse(Character.isHighSurrogate(part.charAt(part.length() - 1)));
    }
  }

  @Test
  void itStopsBeforeAStopToken() {
    String whole = generator.generate(Request.of(PROMPT, 40, Sampling.PLAIN, 5));
    int[] ids = idsOf(Request.of(PROMPT, 40, Sampling.PLAIN, 5));
    int tenth = ids[10];
    int first = 0;
    while (ids[first] != tenth) {
      first++;
    }
    Request stopped = new Request(PROMPT, 40, Sampling.PLAIN, Set.of(tenth), "", 5);
    int[] prefix = Arrays.copyOf(ids, first);
    assertEquals(tokenizer.decode(prefix), generator.generate(stopped));
    assertTrue(whole.length() > 0);
  }

  /** Samples the ids of a text as the documentation of the generator says. */
  private static int[] idsOf(Request request) {
    SplittableRandom random = new Seeds(request.seed()).random(Seeds.Purpose.SAMPLING, 0, 0);
    int[] all = request.prompt();
    for (int i = 0; i < request.maxTokens(); i++) {
      int[] context = Arrays.copyOfRange(all, Math.max(0, all.length - CONTEXT), all.length);
      int next =
          TokenDistribution.of(generator.lastLogits(context), request.sampling(), context)
              .draw(random);
      all = Arrays.copyOf(all, all.length + 1);
      all[all.length - 1] = next;
    }
    return Arrays.copyOfRange(all, request.prompt().length, all.length);
  }

  @Test
  void itStopsAfterAStopText() {
    Request request = Request.of(PROMPT, 400, Sampling.PLAIN, 8);
    String whole = generator.generate(request);
    String stop = whole.substring(50, 51);
    String cut = generator.generate(request.until(stop));
    assertTrue(cut.endsWith(stop) && whole.startsWith(cut));
    assertEquals(cut.length() - 1, cut.indexOf(stop));
  }

  @Test
  void theTextEndsWithTheStopTextInsideAToken() {
    Tokenizer words = BpeTrainer.train("abc abc abcd abcd", BpeSettings.of(262));
    try (NDManager own = Torch.manager()) {
      Gpt model =
          TinyGpts.initialized(
              TinyGpts.builder().vocabSize(words.vocabSize()).context(CONTEXT).build(),
              Kernels.FUSED,
              own,
              DataType.FLOAT32);
      Generator longTokens = new Generator(model, words, own);
      int cutInside = 0;
      for (int seed = 0; seed < 200; seed++) {
        Request request = Request.of(PROMPT, 30, Sampling.PLAIN, seed);
        String whole = longTokens.generate(request);
        int at = whole.indexOf("ab");
        if (at < 0) {
          continue;
        }
        List<String> parts = new ArrayList<>();
        String cut = longTokens.generate(request.until("ab"), parts::add);
        assertEquals(whole.substring(0, at + 2), cut);
        assertEquals(cut, String.join("", parts));
        cutInside += whole.startsWith("abc", at) ? 1 : 0;
      }
      assertTrue(cutInside > 3, "only " + cutInside + " stop texts lay inside a token");
    }
  }

  @Test
  void zeroTokensAreAllowedAnEmptyPromptIsNot() {
    assertEquals("", generator.generate(Request.of(PROMPT, 0, Sampling.PLAIN, 1)));
    assertThrows(InputException.class, () -> Request.of(new int[0], 5, Sampling.PLAIN, 1));
  }

  @Test
  void lastLogitsLeaveNoArrays() {
    float[] first = generator.lastLogits(PROMPT);
    int before = manager.getManagedArrays().size();
    assertArrayEquals(first, generator.lastLogits(PROMPT));
    assertEquals(before, manager.getManagedArrays().size());
  }
}

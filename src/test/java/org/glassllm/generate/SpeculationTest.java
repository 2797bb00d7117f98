package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.glassllm.base.InputException;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfigBuilder;
import org.glassllm.model.Rope;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Speculative decoding changes the speed, not the text. */
class SpeculationTest {
  private static final int CONTEXT = 48;
  private static final Tokenizer LETTERS = CharTokenizer.train("abcdefg");
  private final NDManager manager = Torch.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private Gpt gpt(GptConfigBuilder config) {
    return TinyGpts.initialized(
        config.context(CONTEXT).build(), Kernels.FUSED, manager, DataType.FLOAT32);
  }

  /** Returns the distribution of a token after draft and check, by enumeration. */
  private static double[] outcome(
      double[] p, double[] q, BiFunction<double[], double[], double[]> afterRejection) {
    double[] out = new double[p.length];
    double[] rest = afterRejection.apply(p, q);
    for (int drafted = 0; drafted < q.length; drafted++) {
      double kept = Speculation.acceptance(p, q, drafted);
      out[drafted] += q[drafted] * kept;
      for (int i = 0; i < out.length; i++) {
        out[i] += q[drafted] * (1 - kept) * rest[i];
      }
    }
    return out;
  }

  @Test
  void theOutcomeHasTheTargetsDistribution() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      double[] p = distribution(random), q = distribution(random);
      assertArrayEquals(p, outcome(p, q, Speculation::residual), 1e-12);
    }
  }

  @Test
  void drawingFromTheTargetAfterARejectionIsWrong() {
    double[] p = {0.5, 0.3, 0.2}, q = {0.2, 0.3, 0.5};
    double[] wrong = outcome(p, q, (target, draft) -> target);
    assertTrue(Math.abs(wrong[0] - p[0]) > 0.1);
  }

  private static double[] distribution(SplittableRandom random) {
    double[] p = random.doubles(5).map(x -> x < 0.2 ? 0 : x).toArray();
    double sum = Arrays.stream(p).sum();
    return sum == 0 ? new double[] {1, 0, 0, 0, 0} : Arrays.stream(p).map(x -> x / sum).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void greedyTextsAreUnchanged(int most) {
    Gpt target = gpt(TinyGpts.builder());
    Gpt small = gpt(TinyGpts.builder().layers(1).positions(new Rope()));
    Request request = Request.of(new int[] {1, 2, 3, 1, 2}, 40, Sampling.GREEDY, 1);
    String plain = new Generator(target, LETTERS, manager).generate(request);
    for (Draft draft :
        List.of(
            new NgramDraft(3, 7),
            new ModelDraft(small, 7, manager),
            new ModelDraft(target, 7, manager))) {
      SpeculativeGenerator fast = new SpeculativeGenerator(target, LETTERS, draft, most, manager);
      SpeculativeGenerator.Result result = fast.generate(request, part -> {});
      assertEquals(plain, result.text());
      assertEquals(40, result.tokens());
      assertTrue(result.accepted() <= result.drafted());
      draft.close();
    }
  }

  @Test
  void aDraftLikeTheTargetIsAlwaysKept() {
    Gpt target = gpt(TinyGpts.builder());
    try (Draft same = new ModelDraft(target, 7, manager)) {
      SpeculativeGenerator fast = new SpeculativeGenerator(target, LETTERS, same, 4, manager);
      SpeculativeGenerator.Result result =
          fast.generate(Request.of(new int[] {1}, 40, Sampling.GREEDY, 1), part -> {});
      assertEquals(result.drafted(), result.accepted());
      assertEquals(8, result.passes()); // each pass keeps 4 proposals and adds one token
    }
  }

  @Test
  void textsGoOnBehindTheContext() {
    Gpt target = gpt(TinyGpts.builder());
    Request request = Request.of(new int[] {1, 2, 3}, 70, Sampling.GREEDY, 1);
    SpeculativeGenerator fast =
        new SpeculativeGenerator(target, LETTERS, new NgramDraft(3, 7), 4, manager);
    assertEquals(
        new Generator(target, LETTERS, manager).generate(request),
        fast.generate(request, part -> {}).text());
  }

  @Test
  void sampledTextsHaveTheTargetsDistribution() {
    Gpt target = gpt(TinyGpts.builder());
    Gpt small = gpt(TinyGpts.builder().layers(1));
    Generator plain = new Generator(target, LETTERS, manager);
    int[] prompt = {1, 2, 1};
    double[] expected = new double[49];
    double[] first = softmax(plain.lastLogits(prompt));
    for (int a = 0; a < 7; a++) {
      double[] second = softmax(plain.lastLogits(1, 2, 1, a));
      for (int b = 0; b < 7; b++) {
        expected[7 * a + b] = first[a] * second[b];
      }
    }
    long[] observed = new long[49];
    try (Draft draft = new ModelDraft(small, 7, manager)) {
      SpeculativeGenerator fast = new SpeculativeGenerator(target, LETTERS, draft, 2, manager);
      for (int seed = 0; seed < 1500; seed++) {
        Request request = Request.of(prompt, 2, Sampling.PLAIN, seed);
        int[] ids = LETTERS.encode(fast.generate(request, part -> {}).text());
        observed[7 * ids[0] + ids[1]]++;
      }
    }
    assertTrue(new ChiSquareTest().chiSquareTest(expected, observed) > 0.001);
  }

  private static double[] softmax(float... logits) {
    return TokenDistribution.of(logits, Sampling.PLAIN).dense(logits.length);
  }

  @Test
  void aDraftWithAnotherVocabularyIsRefused() {
    Gpt other = gpt(TinyGpts.builder().vocabSize(9));
    assertThrows(InputException.class, () -> new ModelDraft(other, 7, manager));
  }

  @Test
  void theLatestRepetitionIsProposed() {
    NgramDraft draft = new NgramDraft(2, 7);
    int[] text = {1, 2, 3, 1, 2, 4, 5, 1, 2};
    List<Draft.Proposal> proposals = draft.propose(text, 3, Sampling.GREEDY, null);
    assertEquals(List.of(4, 5, 1), proposals.stream().map(Draft.Proposal::id).toList());
    assertFalse(
        draft.propose(new int[] {1, 2, 3}, 3, Sampling.GREEDY, null).stream()
            .findAny()
            .isPresent());
  }
}

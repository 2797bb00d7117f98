package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.generate.Completion.Finish;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log-probabilities and the reason of the end, with each way to generate. */
class CompletionTest {
  private static final Tokenizer LETTERS = CharTokenizer.train("abcdefg");
  private static final int[] PROMPT = {1, 2, 3};
  private static final int TOKENS = 20;

  /** Changes every probability and forbids tokens; log-probabilities must not notice. */
  private static final Sampling ODD =
      new Sampling(1.7, 4, 0.9, 1.3).after(new LogitsProcessor.CountPenalty(0.5, 0.2));

  private NDManager manager;
  private Gpt gpt;
  private Generator generator;

  @BeforeEach
  void model() {
    manager = Torch.manager();
    gpt =
        TinyGpts.initialized(
            TinyGpts.builder().context(40).build(), Kernels.FUSED, manager, DataType.FLOAT32);
    generator = new Generator(gpt, LETTERS, manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Request request(int best) {
    return Request.of(PROMPT, TOKENS, ODD, 3).withLogprobs(OptionalInt.of(best));
  }

  private Completion scheduled(Request request) {
    try (Scheduler scheduler = new Scheduler(gpt, LETTERS, Scheduler.Settings.of(3, 40), manager)) {
      scheduler.submit(Request.of(new int[] {5}, 30, Sampling.PLAIN, 1), part -> {});
      Scheduler.Ticket ticket = scheduler.submit(request, part -> {});
      assertEquals(Optional.empty(), ticket.completion().finish());
      scheduler.run();
      return ticket.completion();
    }
  }

  private Completion speculated(Request request) {
    Draft draft = new NgramDraft(1, 7);
    return new SpeculativeGenerator(gpt, LETTERS, draft, 3, manager)
        .generate(request, part -> {})
        .completion();
  }

  @Test
  void logprobsAreTheModelsOwn() {
    List<Completion> all = new ArrayList<>();
    all.add(generator.complete(request(3), part -> {}));
    all.add(generator.with(Optional.empty()).complete(request(3), part -> {}));
    all.add(scheduled(request(3)));
    all.add(speculated(request(3)));
    for (Completion completion : all) {
      assertEquals(TOKENS, completion.logprobs().size());
      int[] ids = completion.ids().toIntArray();
      assertEquals(LETTERS.decode(ids), completion.text());
      for (int i = 0; i < TOKENS; i++) {
        TokenLogprobs position = completion.logprobs().get(i);
        double[] p = softmax(generator.lastLogits(join(PROMPT, Arrays.copyOf(ids, i))));
        assertEquals(ids[i], position.id());
        assertEquals(Math.log(p[ids[i]]), position.logprob(), 1e-4);
        int[] best = position.best().stream().mapToInt(TokenLogprobs.Alternative::id).toArray();
        assertArrayEquals(likeliest(p, 3), best);
        position.best().forEach(b -> assertEquals(Math.log(p[b.id()]), b.logprob(), 1e-4));
      }
    }
  }

  /** Returns the softmax, computed in the simplest way. */
  private static double[] softmax(float... logits) {
    double sum = 0;
    for (float x : logits) {
      sum += Math.exp(x);
    }
    double total = sum;
    return IntStream.range(0, logits.length)
        .mapToDouble(i -> Math.exp(logits[i]) / total)
        .toArray();
  }

  private static int[] likeliest(double[] p, int count) {
    return IntStream.range(0, p.length)
        .boxed()
        .sorted((a, b) -> Double.compare(p[b], p[a]))
        .limit(count)
        .mapToInt(i -> i)
        .toArray();
  }

  private static int[] join(int[] a, int... b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
  }

  @Test
  void logprobsDoNotChangeTheText() {
    Request plain = Request.of(PROMPT, TOKENS, ODD, 3);
    Completion without = generator.complete(plain, part -> {});
    assertEquals(without.ids(), generator.complete(request(5), part -> {}).ids());
    assertEquals(List.of(), without.logprobs());
    assertTrue(
        generator.complete(request(0), part -> {}).logprobs().stream()
            .allMatch(p -> p.best().isEmpty() && p.logprob() < 0));
    assertEquals(7, generator.complete(request(99), part -> {}).logprobs().get(0).best().size());
  }

  @Test
  void impossibleTokensAreNoAlternatives() {
    float none = Float.NEGATIVE_INFINITY;
    TokenLogprobs position = TokenLogprobs.of(new float[] {none, 0, none, 0}, 3, 4);
    double half = Math.log(0.5);
    assertEquals(
        List.of(new TokenLogprobs.Alternative(1, half), new TokenLogprobs.Alternative(3, half)),
        position.best());
  }

  @Test
  void aStopIdAStopTextAndTheLengthEndAText() {
    Completion whole = generator.complete(Request.of(PROMPT, TOKENS, ODD, 3), part -> {});
    assertEquals(Optional.of(Finish.LENGTH), whole.finish());
    int fifth = whole.ids().getInt(5);
    int first = whole.ids().indexOf(fifth);
    Request byId = new Request(PROMPT, TOKENS, ODD, Set.of(fifth), "", 3);
    Request byText = Request.of(PROMPT, TOKENS, ODD, 3).until(whole.text().substring(5, 6));
    for (Request request : List.of(byId, byText)) {
      int tokens = request == byId ? first : first + 1;
      for (Completion cut : List.of(generator.complete(request, part -> {}), scheduled(request))) {
        assertEquals(Optional.of(Finish.STOP), cut.finish());
        assertEquals(whole.ids().subList(0, tokens), cut.ids());
        assertEquals(whole.text().substring(0, tokens), cut.text());
      }
    }
    // the stop text at the last token
    Request last = Request.of(PROMPT, first + 1, ODD, 3).until(whole.text().substring(5, 6));
    assertEquals(Optional.of(Finish.STOP), generator.complete(last, part -> {}).finish());
  }

  @Test
  void zeroTokensEndByLength() {
    Completion none = generator.complete(Request.of(PROMPT, 0, ODD, 3), part -> {});
    assertEquals(new Completion("", none.ids(), Optional.of(Finish.LENGTH), List.of()), none);
    assertEquals(0, none.ids().size());
  }

  @Test
  void aNegativeNumberOfAlternativesIsRefused() {
    InputException e = assertThrows(InputException.class, () -> request(-1));
    assertTrue(e.getMessage().contains("illegal logprobs: -1"), e.getMessage());
  }
}

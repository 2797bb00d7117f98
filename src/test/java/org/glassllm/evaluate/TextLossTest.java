package org.glassllm.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.glassllm.base.InputException;
import org.glassllm.batch.TokenSource;
import org.glassllm.generate.Generator;
import org.glassllm.model.Gpt;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextLossTest {
  private static final int CONTEXT = 6;
  private static NDManager manager;
  private static Gpt gpt;

  @BeforeAll
  static void model() {
    manager = Torch.manager();
    gpt =
        TinyGpts.initialized(TinyGpts.builder().build(), Kernels.FUSED, manager, DataType.FLOAT32);
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  /** Computes the loss one token at a time, from the definition. */
  private static double slow(int[] ids, int stride) {
    Generator generator = new Generator(gpt, null, manager);
    double total = 0;
    for (int i = 1; i < ids.length; i++) {
      // the first window that reaches token i predicts it
      int window = i <= CONTEXT ? 0 : (i - CONTEXT + stride - 1) / stride;
      int[] context = Arrays.copyOfRange(ids, window * stride, i);
      total += Perplexity.nll(generator.lastLogits(context), ids[i]);
    }
    return total;
  }

  @ParameterizedTest
  @CsvSource({"40,6", "40,3", "40,1", "37,4", "7,6", "5,6", "2,2", "201,5"})
  void everyTokenButTheFirstIsPredictedOnce(int length, int stride) {
    int[] ids = Arrays.stream(TinyGpts.ids(1, length, 7, 9)).mapToInt(i -> (int) i).toArray();
    TextLoss.Result result = new TextLoss(TokenSource.of(ids), stride, manager).measure(gpt);
    assertEquals(length - 1, result.tokens());
    assertEquals(slow(ids, stride), result.totalNll(), 1e-3);
    assertEquals(Math.exp(result.totalNll() / (length - 1)), result.perplexity(), 1e-9);
  }

  @Test
  void strideZeroStandsForTheContext() {
    int[] ids = Arrays.stream(TinyGpts.ids(1, 50, 7, 9)).mapToInt(i -> (int) i).toArray();
    assertEquals(
        new TextLoss(TokenSource.of(ids), CONTEXT, manager).measure(gpt),
        new TextLoss(TokenSource.of(ids), 0, manager).measure(gpt));
  }

  @Test
  void ofALongTextWindowsSpreadEvenlyAreMeasured() {
    int[] ids = Arrays.stream(TinyGpts.ids(1, 1001, 7, 9)).mapToInt(i -> (int) i).toArray();
    List<Long> reports = new ArrayList<>();
    TextLoss.Result some =
        new TextLoss(TokenSource.of(ids), 0, 300, manager)
            .measure(gpt, (done, total) -> reports.add(done));
    assertEquals(300, some.tokens());
    assertEquals(List.of(0L, 16L, 32L, 48L, 50L), reports);
    double total = 0; // every third or fourth of 167 windows
    for (int i = 0; i < 50; i++) {
      int at = i * 167 / 50 * CONTEXT;
      int[] window = Arrays.copyOfRange(ids, at, at + CONTEXT + 1);
      total += new TextLoss(TokenSource.of(window), 0, manager).measure(gpt).totalNll();
    }
    assertEquals(total, some.totalNll(), 1e-3);
    assertEquals(
        new TextLoss(TokenSource.of(ids), 0, manager).measure(gpt),
        new TextLoss(TokenSource.of(ids), 0, 1000, manager).measure(gpt));
  }

  @Test
  void aReportThatThrowsEndsTheMeasurement() {
    int[] ids = new int[1000];
    TextLoss loss = new TextLoss(TokenSource.of(ids), 0, manager);
    assertThrows(
        CancellationException.class,
        () ->
            loss.measure(
                gpt,
                (done, total) -> {
                  throw new CancellationException();
                }));
  }

  @Test
  void aTextOfOneTokenIsRefused() {
    assertThrows(InputException.class, () -> new TextLoss(TokenSource.of(1), 0, manager));
    TextLoss tooFar = new TextLoss(TokenSource.of(1, 2, 3), 7, manager);
    assertThrows(InputException.class, () -> tooFar.measure(gpt));
  }

  @Test
  void theTalesFloorIsTheEntropyRateOfTheirGrammar() {
    String text = Tales.generateBytes(7, 100_000);
    Tokenizer tokenizer = CharTokenizer.train(text);
    int cut = text.length() / 2;
    String part = text.substring(cut);
    TokenSource ids = TokenSource.of(tokenizer.encode(part));
    TalesFloor floor = TalesFloor.of(text.substring(0, cut), part, ids, tokenizer).orElseThrow();
    assertEquals(floor.expectedPerplexity(), floor.ownPerplexity(), 0.02);
    assertEquals(Math.exp(0.1357), floor.expectedPerplexity(), 0.002);
    assertTrue(TalesFloor.of("", "This is no tale.", ids, tokenizer).isEmpty());
  }
}

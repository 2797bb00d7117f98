package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.glassllm.base.InputException;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request's text does not depend on its neighbours. */
class SchedulerTest {
  private static final int CONTEXT = 40;
  private static final Tokenizer LETTERS = CharTokenizer.train("abcdefg");
  private final NDManager manager = Torch.manager();
  private final Random random = new Random(1);

  @AfterEach
  void close() {
    manager.close();
  }

  private Gpt gpt(GptConfig config) {
    return TinyGpts.initialized(config, Kernels.FUSED, manager, DataType.FLOAT32);
  }

  private Gpt gpt() {
    return gpt(TinyGpts.builder().context(CONTEXT).build());
  }

  private Scheduler scheduler(Gpt gpt, int rows, int queue, int chunk, int blocks) {
    Scheduler.Settings settings = new Scheduler.Settings(rows, queue, chunk, 4, blocks);
    return new Scheduler(gpt, LETTERS, settings, manager);
  }

  private Request request() {
    int prompt = 1 + random.nextInt(20);
    int[] ids = random.ints(prompt, 0, 7).toArray();
    return Request.of(ids, 1 + random.nextInt(CONTEXT - prompt), Sampling.GREEDY, 1);
  }

  private String alone(Gpt gpt, Request request) {
    return new Generator(gpt, LETTERS, manager).generate(request);
  }

  @ParameterizedTest
  @MethodSource("org.glassllm.model.TinyGpts#kinds")
  void eachTextEqualsItsSingleRun(GptConfig kind) {
    Gpt gpt = gpt(kind.toBuilder().context(CONTEXT).build());
    try (Scheduler scheduler = scheduler(gpt, 4, 100, 3, 20)) { // memory for two long texts
      Map<Request, Scheduler.Ticket> tickets = new LinkedHashMap<>();
      for (int i = 0; i < 12; i++) {
        Request request = request();
        tickets.put(request, scheduler.submit(request, part -> {}));
        for (int steps = random.nextInt(6); steps > 0; steps--) {
          scheduler.step();
        }
      }
      scheduler.run();
      tickets.forEach((request, ticket) -> assertEquals(alone(gpt, request), ticket.text()));
      assertEquals(20, scheduler.freeBlocks());
      assertTrue(scheduler.preemptions() > 0);
    }
  }

  @Test
  void bfloat16IsPagedToo() {
    GptConfig config = TinyGpts.builder().context(CONTEXT).build();
    Kernels half = new Kernels(true, Precision.BFLOAT16);
    Gpt gpt = TinyGpts.initialized(config, half, manager, DataType.FLOAT32);
    try (Scheduler scheduler = scheduler(gpt, 2, 10, 8, 20)) {
      Scheduler.Ticket ticket =
          scheduler.submit(Request.of(new int[] {1, 2}, 8, Sampling.GREEDY, 1), part -> {});
      scheduler.run();
      assertEquals(8, ticket.text().length());
    }
  }

  @Test
  void streamedPartsMakeTheText() {
    Gpt gpt = gpt();
    try (Scheduler scheduler = scheduler(gpt, 2, 10, 8, 20)) {
      StringBuilder streamed = new StringBuilder();
      Scheduler.Ticket ticket = scheduler.submit(request(), streamed::append);
      scheduler.run();
      assertTrue(ticket.done());
      assertEquals(ticket.text(), streamed.toString());
    }
  }

  @Test
  void anEqualBeginningIsReadOnce() {
    Gpt gpt = gpt();
    int[] prompt = random.ints(18, 0, 7).toArray();
    Request request = Request.of(prompt, 10, Sampling.GREEDY, 1);
    try (Scheduler scheduler = scheduler(gpt, 2, 10, 8, 20)) {
      scheduler.submit(request, part -> {});
      scheduler.run();
      Scheduler.Ticket again = scheduler.submit(request, part -> {});
      scheduler.run();
      assertEquals(16, scheduler.sharedTokens()); // four full blocks of 4
      assertEquals(alone(gpt, request), again.text());
    }
  }

  @Test
  void cancellationsLoseNoBlock() {
    Gpt gpt = gpt();
    try (Scheduler scheduler = scheduler(gpt, 4, 100, 5, 15)) {
      List<Scheduler.Ticket> open = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        open.add(scheduler.submit(request(), part -> {}));
        if (random.nextInt(4) == 0) {
          scheduler.step();
        }
        Collections.shuffle(open, random);
        scheduler.cancel(open.remove(open.size() - 1));
        if (open.size() < 8 && random.nextBoolean()) {
          open.add(scheduler.submit(request(), part -> {}));
        }
        open.removeIf(Scheduler.Ticket::done);
      }
      scheduler.run();
      assertEquals(15, scheduler.freeBlocks());
    }
  }

  @Test
  void theOldestRequestIsNeverPreempted() {
    Gpt gpt = gpt();
    try (Scheduler scheduler = scheduler(gpt, 4, 100, 4, 10)) { // memory for one long text
      int[] prompt = {1};
      Scheduler.Ticket first =
          scheduler.submit(Request.of(prompt, 39, Sampling.GREEDY, 1), part -> {});
      for (int i = 0; i < 3; i++) {
        scheduler.submit(Request.of(new int[] {i}, 39, Sampling.GREEDY, 1), part -> {});
      }
      int steps = 0;
      while (!first.done()) {
        scheduler.step();
        steps++;
      }
      assertEquals(39, steps);
      scheduler.run();
    }
  }

  @Test
  void aRequestWaitsUntilItsPromptFits() {
    Gpt gpt = gpt();
    try (Scheduler scheduler = scheduler(gpt, 2, 100, 8, 10)) { // memory for one long text
      int[] prompt = random.ints(20, 0, 7).toArray();
      scheduler.submit(Request.of(new int[30], 10, Sampling.GREEDY, 1), part -> {});
      Request second = Request.of(prompt, 20, Sampling.GREEDY, 1);
      Scheduler.Ticket ticket = scheduler.submit(second, part -> {});
      scheduler.run();
      assertEquals(0, scheduler.preemptions());
      assertEquals(alone(gpt, second), ticket.text());
    }
  }

  @Test
  void aListenerMayCancelAnotherRequest() {
    Gpt gpt = gpt();
    Scheduler.Settings settings = new Scheduler.Settings(2, 10, 8, 1, 40);
    try (Scheduler scheduler = new Scheduler(gpt, LETTERS, settings, manager)) {
      List<Scheduler.Ticket> other = new ArrayList<>();
      Request request = Request.of(new int[] {1}, 10, Sampling.GREEDY, 1);
      Scheduler.Ticket first = scheduler.submit(request, part -> other.forEach(scheduler::cancel));
      StringBuilder late = new StringBuilder();
      other.add(scheduler.submit(Request.of(new int[] {2}, 10, Sampling.GREEDY, 1), late::append));
      scheduler.run();
      assertEquals(alone(gpt, request), first.text());
      assertEquals("", late.toString());
      assertEquals(40, scheduler.freeBlocks());
    }
  }

  @Test
  void aFailureEndsOneRequestOnly() {
    Gpt gpt = gpt();
    Request request = request();
    try (Scheduler scheduler = scheduler(gpt, 4, 100, 4, 20)) {
      int[] prompt = {1, 2};
      Sampling nothing = Sampling.PLAIN.then(new LogitsProcessor.Allowed(Set.of()));
      Scheduler.Ticket forbidden = scheduler.submit(Request.of(prompt, 5, nothing, 1), part -> {});
      int[] parts = new int[1];
      Scheduler.Ticket throwing =
          scheduler.submit(
              Request.of(prompt, 5, Sampling.GREEDY, 1),
              part -> {
                if (++parts[0] == 5) {
                  throw new IllegalStateException("full");
                }
              });
      Scheduler.Ticket good = scheduler.submit(request, part -> {});
      scheduler.run();
      assertTrue(forbidden.failure().isPresent() && throwing.failure().isPresent());
      assertEquals(5, throwing.text().length());
      assertEquals(alone(gpt, request), good.text());
      assertEquals(20, scheduler.freeBlocks());
    }
  }

  @Test
  void anIdOutsideOfTheVocabularyIsRefused() {
    try (Scheduler scheduler = scheduler(gpt(), 2, 10, 4, 10)) {
      Request request = Request.of(new int[] {1, 999}, 2, Sampling.GREEDY, 1);
      assertThrows(InputException.class, () -> scheduler.submit(request, part -> {}));
      assertFalse(scheduler.step());
    }
  }

  @Test
  void aFailedPassEndsItsRequestsOnly() {
    Gpt gpt =
        TinyGpts.initialized(
            TinyGpts.builder().context(CONTEXT).build(), Kernels.FUSED, manager, DataType.FLOAT32);
    boolean[] broken = {true};
    LanguageModel failing =
        (LanguageModel)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {LanguageModel.class},
                (proxy, method, arguments) -> {
                  if (broken[0] && "logits".equals(method.getName())) {
                    throw new IllegalStateException("out of memory");
                  }
                  return method.invoke(gpt, arguments);
                });
    Scheduler.Settings settings = new Scheduler.Settings(1, 10, 8, 4, 10);
    try (Scheduler scheduler = new Scheduler(failing, LETTERS, settings, manager)) {
      Request request = request();
      Scheduler.Ticket first = scheduler.submit(request, part -> {});
      Scheduler.Ticket second = scheduler.submit(request, part -> {});
      assertTrue(scheduler.step());
      assertTrue(first.done() && first.failure().isPresent());
      broken[0] = false;
      scheduler.run();
      assertEquals(alone(gpt, request), second.text());
      assertEquals(10, scheduler.freeBlocks());
    }
  }

  @Test
  void otherThreadsSeeTheEndOfARequest() throws InterruptedException {
    Gpt gpt = gpt();
    try (Scheduler scheduler = scheduler(gpt, 2, 10, 8, 20)) {
      Request request = request();
      Scheduler.Ticket ticket = scheduler.submit(request, part -> {});
      Thread steps = new Thread(scheduler::run);
      steps.start();
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (!ticket.done() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertTrue(ticket.done());
      assertEquals(alone(gpt, request), ticket.text());
      steps.join();
    }
  }

  @Test
  void aCancelledRequestIsDone() {
    try (Scheduler scheduler = scheduler(gpt(), 1, 2, 4, 10)) {
      Scheduler.Ticket ticket = scheduler.submit(request(), part -> {});
      scheduler.cancel(ticket);
      assertTrue(ticket.done() && ticket.failure().isEmpty());
    }
  }

  @Test
  void aFullQueueRefuses() {
    try (Scheduler scheduler = scheduler(gpt(), 1, 2, 4, 10)) {
      scheduler.submit(request(), part -> {});
      scheduler.submit(request(), part -> {});
      assertThrows(RejectedExecutionException.class, () -> scheduler.submit(request(), part -> {}));
    }
  }

  @Test
  void aTextBeyondTheContextIsRefused() {
    try (Scheduler scheduler = scheduler(gpt(), 1, 2, 4, 10)) {
      Request tooLong = Request.of(new int[20], 21, Sampling.GREEDY, 1);
      InputException e =
          assertThrows(InputException.class, () -> scheduler.submit(tooLong, part -> {}));
      assertTrue(e.getMessage().contains("41") && e.getMessage().contains("40"));
      assertFalse(scheduler.step());
    }
  }
}

package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.common.primitives.Ints;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassllm.generate.Conversation.Answer;
import org.glassllm.generate.Conversation.End;
import org.glassllm.generate.Conversation.Message;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.LearnedPositions;
import org.glassllm.model.NewTokens;
import org.glassllm.model.Positions;
import org.glassllm.model.Rope;
import org.glassllm.model.TinyGpts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final int CONTEXT = 48;
  private static NDManager manager;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open() {
    manager = Torch.manager();
    tokenizer = BpeTrainer.train("小红和小明", BpeSettings.of(256)); // a token is a byte
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  private static LanguageModel model(Positions positions) {
    return TinyGpts.initialized(
        TinyGpts.builder().vocabSize(256).context(CONTEXT).positions(positions).build(),
        Kernels.FUSED,
        manager,
        DataType.FLOAT32);
  }

  private static Conversation conversation(LanguageModel model, Integer... stopIds) {
    PlainContinuation template =
        new PlainContinuation(
            text -> text.isEmpty() ? new int[] {0} : tokenizer.encode(text), Set.of(stopIds));
    return new Conversation(model, tokenizer, template, manager);
  }

  private static Message greedy(String text, int tokens) {
    return new Message(text, tokens, Sampling.GREEDY, 1);
  }

  private static Answer answer(Conversation conversation, Message message) {
    return conversation.answer(message, part -> {}, () -> false);
  }

  /** Computes the greedy ids of one text without a cache. */
  private static int[] expected(LanguageModel model, int[] text, int tokens) {
    int[] ids = text;
    Generator plain = new Generator(model, tokenizer, manager);
    for (int i = 0; i < tokens; i++) {
      float[] logits = plain.lastLogits(ids);
      ids = Ints.concat(ids, TokenDistribution.of(logits, Sampling.GREEDY).ids());
    }
    return ids;
  }

  /** A model that records the number of tokens in each pass. */
  private static LanguageModel recording(LanguageModel model, List<Integer> passes) {
    return (LanguageModel)
        Proxy.newProxyInstance(
            LanguageModel.class.getClassLoader(),
            new Class<?>[] {LanguageModel.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("logits")) {
                ((List<?>) arguments[2]).forEach(t -> passes.add(((NewTokens) t).ids().length));
              }
              return method.invoke(model, arguments);
            });
  }

  @Test
  void aCutAnswerGetsTheEndTokenOfItsTemplate() {
    PromptTemplate chat = PromptTemplate.named("chat");
    Tokenizer plain = CharTokenizer.train("user assistant\nab");
    Tokenizer marked = plain.withSpecials(chat.missing(plain));
    LanguageModel model =
        TinyGpts.initialized(
            TinyGpts.builder().vocabSize(marked.vocabSize()).context(96).build(),
            Kernels.FUSED,
            manager,
            DataType.FLOAT32);
    TemplateChat template = new TemplateChat(chat, marked);
    try (Conversation talk = new Conversation(model, marked, template, manager)) {
      Answer first = answer(talk, greedy("a", 3));
      assertEquals(End.LIMIT, first.end());
      int[] given =
          Ints.concat(
              expected(model, template.prompt("a", true), 3),
              new int[] {chat.end(marked)},
              template.prompt("b", false));
      answer(talk, greedy("b", 3));
      assertEquals(marked.decode(expected(model, given, 3)) + "<|im_end|>", talk.text());
    }
  }

  @Test
  void theFirstAnswerEqualsGeneratedText() {
    LanguageModel model = model(new Rope());
    Request request = Request.of(tokenizer.encode("abc"), 20, Sampling.PLAIN, 7);
    try (Conversation talk = conversation(model)) {
      List<String> parts = new ArrayList<>();
      Message message = new Message("abc", 20, Sampling.PLAIN, 7);
      Answer answer = talk.answer(message, parts::add, () -> false);
      assertEquals(new Generator(model, tokenizer, manager).generate(request), answer.text());
      assertEquals(answer.text(), String.join("", parts));
      assertEquals(End.LIMIT, answer.end());
      assertEquals(20, answer.tokens());
      assertEquals(23, talk.tokens());
    }
  }

  @Test
  void eachTurnFeedsOnlyNewTokens() {
    List<Integer> passes = new ArrayList<>();
    try (Conversation talk = conversation(recording(model(new Rope()), passes))) {
      answer(talk, greedy("abcde", 3));
      assertEquals(List.of(5, 1, 1), passes);
      passes.clear();
      answer(talk, greedy("xy", 2));
      assertEquals(List.of(3, 1), passes, "the last token of the answer, then the message");
      passes.clear();
      talk.reset();
      answer(talk, greedy("ab", 1));
      assertEquals(List.of(2), passes);
    }
  }

  @Test
  void turnsEqualOneText() {
    LanguageModel model = model(new LearnedPositions());
    try (Conversation talk = conversation(model)) {
      int[] ids = {};
      for (String message : new String[] {"ab", "c", "", "a long message that fills the context"}) {
        answer(talk, greedy(message, 6));
        ids = expected(model, Ints.concat(ids, tokenizer.encode(message)), 6);
        assertEquals(tokenizer.decode(ids), talk.text(), message);
      }
      assertTrue(talk.tokens() > CONTEXT);
    }
  }

  @Test
  void anInterruptedAnswerContinues() {
    LanguageModel model = model(new Rope());
    try (Conversation whole = conversation(model);
        Conversation parts = conversation(model)) {
      answer(whole, greedy("ab", 10));
      AtomicInteger checks = new AtomicInteger();
      Answer first = parts.answer(greedy("ab", 10), part -> {}, () -> checks.incrementAndGet() > 4);
      assertEquals(new Answer(first.text(), 4, End.INTERRUPTED), first);
      answer(parts, greedy("", 6));
      assertEquals(whole.text(), parts.text());
      parts.answer(greedy("x", 3), part -> {}, () -> true); // before the first pass
      answer(whole, greedy("xy", 2));
      answer(parts, greedy("y", 2));
      assertEquals(whole.text(), parts.text());
    }
  }

  @Test
  void theStopIdStaysInTheConversation() {
    LanguageModel model = model(new Rope());
    int[] ids = expected(model, tokenizer.encode("ab"), 9);
    int stop = ids[ids.length - 1];
    int length = Ints.indexOf(ids, stop) + 1;
    try (Conversation talk = conversation(model, stop)) {
      Answer answer = answer(talk, greedy("ab", 100));
      assertEquals(new Answer(answer.text(), length - 3, End.STOP), answer);
      assertEquals(length, talk.tokens());
      assertEquals(
          tokenizer.decode(Ints.asList(ids).subList(0, length).stream().mapToInt(i -> i).toArray()),
          talk.text());
    }
  }

  @Test
  void aFailedAnswerLeavesTheConversationUnchanged() {
    LanguageModel model = model(new Rope());
    try (Conversation whole = conversation(model);
        Conversation broken = conversation(model)) {
      for (Conversation talk : List.of(whole, broken)) {
        answer(talk, greedy("ab", 5));
      }
      assertThrows(
          UncheckedIOException.class,
          () ->
              broken.answer(
                  greedy("lost", 5),
                  part -> {
                    throw new UncheckedIOException(new java.io.IOException("closed"));
                  },
                  () -> false));
      assertEquals(whole.text(), broken.text());
      for (Conversation talk : List.of(whole, broken)) {
        answer(talk, greedy("cd", 5));
      }
      assertEquals(whole.text(), broken.text());
    }
  }
}

package org.glassllm.generate;

import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Ints;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.glassllm.model.LanguageModel;
import org.glassllm.token.Tokenizer;

/**
 * A conversation of messages and answers. One {@link Decoder} computes all answers, so a new
 * message costs a prefill of its own tokens only. See {@link Decoder} for the cost of a
 * conversation that is longer than the context.
 */
public final class Conversation implements AutoCloseable {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final ChatTemplate template;
  private final NDManager manager;
  private int[] ids = {};
  private Decoder decoder;
  private int fed;

  /**
   * A message with the settings of its answer.
   *
   * @param text the message
   * @param maxTokens maximum number of tokens in the answer, at least 0
   * @param sampling how tokens are sampled
   * @param seed determines all random numbers of the answer
   */
  public record Message(String text, int maxTokens, Sampling sampling, long seed) {}

  /** The reason for the end of an answer. */
  public enum End {
    /** The model generated a stop id. */
    STOP,
    /** The answer has the maximum number of tokens. */
    LIMIT,
    /** The user interrupted the answer. */
    INTERRUPTED
  }

  /**
   * An answer of the model.
   *
   * @param text the generated text
   * @param tokens the number of generated tokens, without a stop id
   * @param end the reason for the end of the answer
   */
  public record Answer(String text, int tokens, End end) {}

  /**
   * Creates an empty conversation.
   *
   * @param model an initialized model
   * @param tokenizer the model's tokenizer
   * @param template the format of the model's training data
   * @param manager the parent of the manager that owns the cache
   */
  public Conversation(
      LanguageModel model, Tokenizer tokenizer, ChatTemplate template, NDManager manager) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.template = template;
    this.manager = manager;
    decoder = new Decoder(model, true, manager);
  }

  /** Returns the template of this conversation. */
  public ChatTemplate template() {
    return template;
  }

  /**
   * Appends a message and its answer to the conversation. After an exception, the conversation is
   * unchanged.
   *
   * @param listener receives each non-empty part of the answer, in complete characters
   * @param interrupted checked before each token; true ends the answer
   */
  public Answer answer(Message message, Consumer<String> listener, BooleanSupplier interrupted) {
    int[] prompt = Ints.concat(ids, template.prompt(message.text(), ids.length == 0));
    Request request =
        new Request(
            prompt,
            message.maxTokens(),
            message.sampling(),
            template.stopIds(),
            "",
            message.seed());
    Continuation text = new Continuation(request, tokenizer, model.context(), listener);
    boolean complete = false;
    try {
      End end = generate(text, interrupted);
      complete = true;
      int tokens = text.size() - prompt.length;
      OptionalInt stop = text.stopId();
      int[] last = stop.isPresent() ? new int[] {stop.getAsInt()} : template.closing();
      ids = Ints.concat(text.from(0), last);
      return new Answer(text.text(), tokens, end);
    } finally {
      if (!complete) {
        restart(); // the decoder holds tokens that are not in the conversation
      }
    }
  }

  private End generate(Continuation text, BooleanSupplier interrupted) {
    while (text.open()) {
      if (interrupted.getAsBoolean()) {
        text.flush();
        return End.INTERRUPTED;
      }
      int[] fresh = text.from(fed);
      fed = text.size();
      text.accept(decoder.feed(fresh));
    }
    return text.stopId().isPresent() ? End.STOP : End.LIMIT;
  }

  /** Returns the number of tokens in the conversation. */
  public int tokens() {
    return ids.length;
  }

  /** Returns the conversation as the model reads it, special tokens included. */
  public String text() {
    return tokenizer.decode(ids);
  }

  /** Removes all messages and answers. */
  public void reset() {
    ids = new int[0];
    restart();
  }

  private void restart() {
    decoder.close();
    decoder = new Decoder(model, true, manager);
    fed = 0;
  }

  @Override
  public void close() {
    decoder.close();
  }
}

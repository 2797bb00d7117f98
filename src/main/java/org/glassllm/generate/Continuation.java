package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.glassllm.tensor.Seeds;
import org.glassllm.token.StreamDecoder;
import org.glassllm.token.Tokenizer;

/**
 * The growing text of a request. Draws one token after another from logits and streams complete
 * characters until the text is complete.
 */
final class Continuation {
  private final Request request;
  private final int context;
  private final Consumer<String> listener;
  private final StreamDecoder decoder;
  private final SplittableRandom random;
  private final IntArrayList ids;
  private final StringBuilder text = new StringBuilder();
  private final List<TokenLogprobs> logprobs = new ArrayList<>();
  private Optional<Completion.Finish> finish = Optional.empty();
  private OptionalInt stopId = OptionalInt.empty();

  /**
   * Creates a text that consists of the prompt.
   *
   * @param context number of newest tokens that penalties apply to
   * @param listener receives each non-empty part of the generated text
   */
  Continuation(Request request, Tokenizer tokenizer, int context, Consumer<String> listener) {
    this.request = request;
    this.context = context;
    this.listener = listener;
    decoder = new StreamDecoder(tokenizer);
    random = new Seeds(request.seed()).random(Seeds.Purpose.SAMPLING, 0, 0);
    ids = IntArrayList.of(request.prompt());
    if (request.maxTokens() == 0) {
      finish = Optional.of(Completion.Finish.LENGTH);
    }
  }

  /** Returns whether the text is not yet complete. */
  boolean open() {
    return finish.isEmpty();
  }

  /** Returns the number of tokens in the prompt and the generated text together. */
  int size() {
    return ids.size();
  }

  /** Returns the ids of prompt and generated text, starting at an index. */
  int[] from(int index) {
    return ids.subList(index, ids.size()).toIntArray();
  }

  /** Returns the generated text, without the prompt. */
  String text() {
    return text.toString();
  }

  /** Returns the result so far. */
  Completion completion() {
    IntArrayList generated = IntArrayList.wrap(from(request.prompt().length));
    return new Completion(text(), IntLists.unmodifiable(generated), finish, List.copyOf(logprobs));
  }

  /** Draws the next token from logits and appends it. */
  void accept(float... logits) {
    append(distribution(logits).draw(random), logits);
  }

  /** Returns the distribution of the next token. */
  TokenDistribution distribution(float... logits) {
    int[] newest = from(Math.max(0, ids.size() - context));
    return TokenDistribution.of(logits, request.sampling(), newest);
  }

  /** Returns the random-number generator of this text. */
  SplittableRandom random() {
    return random;
  }

  /**
   * Appends a token, or completes the text if the token is a stop id.
   *
   * @param logits V logits from which the token was drawn
   */
  void append(int next, float... logits) {
    if (request.stopIds().contains(next)) {
      stopId = OptionalInt.of(next);
      finish = Optional.of(Completion.Finish.STOP);
      flush();
      return;
    }
    ids.add(next);
    request.logprobs().ifPresent(n -> logprobs.add(TokenLogprobs.of(logits, next, n)));
    if (ids.size() - request.prompt().length >= request.maxTokens()) {
      finish = Optional.of(Completion.Finish.LENGTH); // before the listener, which may throw
    }
    if (emit(decoder.accept(next)) || !open() && emit(decoder.flush())) {
      finish = Optional.of(Completion.Finish.STOP);
    }
  }

  /** Returns the stop id that completed the text; empty if no stop id occurred. */
  OptionalInt stopId() {
    return stopId;
  }

  /** Emits the last characters of a text that gets no more tokens. */
  void flush() {
    emit(decoder.flush());
  }

  /** Appends characters up to the end of the stop text; returns whether the stop text occurred. */
  private boolean emit(String part) {
    String stop = request.stopText();
    int before = text.length();
    text.append(part);
    int at = stop.isEmpty() ? -1 : text.indexOf(stop, Math.max(0, before - stop.length() + 1));
    if (at >= 0) {
      text.setLength(at + stop.length());
    }
    if (text.length() > before) {
      listener.accept(text.substring(before));
    }
    return at >= 0;
  }
}

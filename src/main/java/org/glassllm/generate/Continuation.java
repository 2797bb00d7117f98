package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
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
  private boolean open;
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
    open = request.maxTokens() > 0;
  }

  /** Returns whether the text is not yet complete. */
  boolean open() {
    return open;
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

  /** Draws the next token from logits and appends it. */
  void accept(float... logits) {
    append(distribution(logits).draw(random));
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

  /** Appends a token, or completes the text if the token is a stop id. */
  void append(int next) {
    if (request.stopIds().contains(next)) {
      stopId = OptionalInt.of(next);
      end();
      return;
    }
    ids.add(next);
    boolean last = ids.size() - request.prompt().length >= request.maxTokens();
    open = !last; // before the listener, which may throw an exception
    if (emit(decoder.accept(next))) {
      open = false;
    } else if (last) {
      end();
    }
  }

  /** Returns the stop id that completed the text; empty if no stop id occurred. */
  OptionalInt stopId() {
    return stopId;
  }

  /** Completes the text. */
  void end() {
    open = false;
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

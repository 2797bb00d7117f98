package org.glassllm.generate;

import ai.djl.ndarray.NDManager;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Seeds;
import org.glassllm.token.StreamDecoder;
import org.glassllm.token.Tokenizer;

/**
 * Generates text token by token: a {@link Decoder} returns the logits of the next token, they
 * become a distribution, and one sampled id is appended.
 */
public final class Generator {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final NDManager manager;
  private final boolean cached;

  /**
   * Creates a generator that uses a key-value cache.
   *
   * @param model an initialized model
   * @param tokenizer its tokenizer
   * @param manager parent of the managers of each text
   */
  public Generator(LanguageModel model, Tokenizer tokenizer, NDManager manager) {
    this(model, tokenizer, manager, true);
  }

  private Generator(LanguageModel model, Tokenizer tokenizer, NDManager manager, boolean cached) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.manager = manager;
    this.cached = cached;
  }

  /** Returns a generator that computes the whole context for each token, to compare. */
  public Generator withoutCache() {
    return new Generator(model, tokenizer, manager, false);
  }

  /** Returns the generated text, without the prompt. */
  public String generate(Request request) {
    return generate(request, part -> {});
  }

  /**
   * Returns the generated text. Streams it in parts that never split a character.
   *
   * @param listener receives each part that is not empty
   */
  public String generate(Request request, Consumer<String> listener) {
    StreamDecoder characters = new StreamDecoder(tokenizer);
    StringBuilder text = new StringBuilder();
    IntArrayList ids = IntArrayList.of(request.prompt());
    SplittableRandom random = new Seeds(request.seed()).random(Seeds.Purpose.SAMPLING, 0, 0);
    try (Decoder decoder = new Decoder(model, cached, manager)) {
      int[] fresh = request.prompt();
      for (int made = 0; made < request.maxTokens(); made++) {
        float[] logits = decoder.feed(fresh);
        int first = Math.max(0, ids.size() - model.context());
        int[] context = ids.subList(first, ids.size()).toIntArray();
        int next = TokenDistribution.of(logits, request.sampling(), context).draw(random);
        if (request.stopIds().contains(next)) {
          break;
        }
        ids.add(next);
        fresh = new int[] {next};
        if (emit(characters.accept(next), request.stopText(), text, listener)) {
          return text.toString();
        }
      }
    }
    emit(characters.flush(), request.stopText(), text, listener);
    return text.toString();
  }

  /** Appends a part up to the end of the stop text; returns whether the stop text is complete. */
  private static boolean emit(
      String part, String stop, StringBuilder text, Consumer<String> listener) {
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

  /** Returns the logits of the token after a context: V numbers. */
  public float[] lastLogits(int... context) {
    try (Decoder decoder = new Decoder(model, false, manager)) {
      return decoder.feed(context);
    }
  }
}

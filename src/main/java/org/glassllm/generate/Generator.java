package org.glassllm.generate;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.function.Consumer;
import org.glassllm.model.KvCache;
import org.glassllm.model.LanguageModel;
import org.glassllm.token.Tokenizer;

/**
 * Generates text token by token. For each token, a {@link Decoder} returns logits, {@link
 * TokenDistribution} turns the logits into a distribution, and one sampled id is appended.
 */
public final class Generator {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final NDManager manager;
  private final Optional<KvCache.Settings> cache;

  /**
   * Creates a generator that uses a key-value cache.
   *
   * @param model an initialized model
   * @param tokenizer the model's tokenizer
   * @param manager the parent of each text's manager
   */
  public Generator(LanguageModel model, Tokenizer tokenizer, NDManager manager) {
    this(model, tokenizer, manager, Optional.of(KvCache.Settings.of(model.context())));
  }

  private Generator(
      LanguageModel model,
      Tokenizer tokenizer,
      NDManager manager,
      Optional<KvCache.Settings> cache) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.manager = manager;
    this.cache = cache;
  }

  /**
   * Returns a generator with other settings of the cache.
   *
   * @param settings the settings; empty computes all tokens again for each new token
   */
  public Generator with(Optional<KvCache.Settings> settings) {
    settings.ifPresent(s -> s.check(model));
    return new Generator(model, tokenizer, manager, settings);
  }

  /** Returns the generated text, without the prompt. */
  public String generate(Request request) {
    return generate(request, part -> {});
  }

  /**
   * Returns the generated text, without the prompt. Also streams the text in parts of complete
   * characters.
   *
   * @param listener receives each non-empty part of the generated text
   */
  public String generate(Request request, Consumer<String> listener) {
    return complete(request, listener).text();
  }

  /**
   * Returns the generated text with its ids, the reason of its end, and the log-probabilities that
   * the request asks for. Also streams the text, as {@link #generate(Request, Consumer)} does.
   */
  public Completion complete(Request request, Consumer<String> listener) {
    Continuation text = new Continuation(request, tokenizer, model.context(), listener);
    try (Decoder decoder = new Decoder(model, cache, manager)) {
      int read = 0;
      while (text.open()) {
        int[] fresh = text.from(read);
        read = text.size();
        text.accept(decoder.feed(fresh));
      }
    }
    return text.completion();
  }

  /** Returns the V logits of the token after {@code context}. */
  public float[] lastLogits(int... context) {
    try (Decoder decoder = new Decoder(model, false, manager)) {
      return decoder.feed(context);
    }
  }
}

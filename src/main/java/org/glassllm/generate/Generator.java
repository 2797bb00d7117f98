package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Seeds;
import org.glassllm.token.StreamDecoder;
import org.glassllm.token.Tokenizer;

/**
 * Generates text token by token: the model reads the last {@code context} tokens, the logits of the
 * last position become a distribution, and one sampled id is appended.
 */
public final class Generator {
  private final LanguageModel model;
  private final Tokenizer tokenizer;
  private final NDManager manager;

  /**
   * @param model an initialized model
   * @param tokenizer its tokenizer
   * @param manager parent of the manager of each step
   */
  public Generator(LanguageModel model, Tokenizer tokenizer, NDManager manager) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.manager = manager;
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
    StreamDecoder decoder = new StreamDecoder(tokenizer);
    StringBuilder text = new StringBuilder();
    int[] ids = request.prompt().clone();
    int length = ids.length;
    SplittableRandom random = new Seeds(request.seed()).random(Seeds.Purpose.SAMPLING, 0, 0);
    for (int made = 0; made < request.maxTokens(); made++) {
      int[] context = Arrays.copyOfRange(ids, Math.max(0, length - model.context()), length);
      int next =
          TokenDistribution.of(lastLogits(context), request.sampling(), context).draw(random);
      if (request.stopIds().contains(next)) {
        break;
      }
      if (length == ids.length) {
        ids = Arrays.copyOf(ids, Math.max(16, length + (length >> 1)));
      }
      ids[length++] = next;
      if (emit(decoder.accept(next), request.stopText(), text, listener)) {
        return text.toString();
      }
    }
    emit(decoder.flush(), request.stopText(), text, listener);
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
    try (NDManager step = manager.newSubManager()) {
      long[] wide = Arrays.stream(context).asLongStream().toArray();
      NDArray ids = step.create(wide, new Shape(1, wide.length)); // (1, T)
      NDArray logits = model.logits(Pass.inference(step, model.kernels()), ids); // (1, T, V)
      NDArray last = logits.get(":, -1").reshape(-1); // (V)
      return last.toType(DataType.FLOAT32, false).toFloatArray();
    }
  }
}

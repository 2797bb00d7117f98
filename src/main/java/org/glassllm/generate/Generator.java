package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.glassllm.model.Gpt;
import org.glassllm.tensor.Seeds;
import org.glassllm.tensor.Torch;
import org.glassllm.token.StreamDecoder;
import org.glassllm.token.Tokenizer;

/**
 * Generates text token by token: the model sees the last {@code context} tokens, its logits at the
 * last position become a distribution, one id is drawn and appended.
 */
public final class Generator {
  private final Gpt gpt;
  private final Tokenizer tokenizer;
  private final NDManager manager;

  /**
   * @param gpt an initialized model
   * @param tokenizer its tokenizer
   * @param manager each step works in a child of it, on its device
   */
  public Generator(Gpt gpt, Tokenizer tokenizer, NDManager manager) {
    this.gpt = gpt;
    this.tokenizer = tokenizer;
    this.manager = manager;
  }

  /** The new text, without the prompt. */
  public String generate(Request request) {
    return generate(request, part -> {});
  }

  /**
   * The new text, told part by part as it comes; a part holds whole characters only.
   *
   * @param listener hears each part that is not empty
   */
  public String generate(Request request, Consumer<String> listener) {
    StreamDecoder decoder = new StreamDecoder(tokenizer);
    StringBuilder text = new StringBuilder();
    int[] ids = request.prompt().clone();
    int length = ids.length;
    SplittableRandom random = new Seeds(request.seed()).random(Seeds.Purpose.SAMPLING, 0, 0);
    for (int made = 0; made < request.maxTokens(); made++) {
      int[] context = Arrays.copyOfRange(ids, Math.max(0, length - gpt.config().context()), length);
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

  /** Adds a part, cut behind the stop text where that is complete; returns whether it is. */
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

  /** Logits of what follows a context: V numbers. */
  public float[] lastLogits(int... context) {
    Torch.recordNothing();
    try (NDManager step = manager.newSubManager()) {
      long[] wide = Arrays.stream(context).asLongStream().toArray();
      NDArray ids = step.create(wide, new Shape(1, wide.length)); // (1, T)
      NDArray logits = gpt.logits(new ParameterStore(step, false), ids, false); // (1, T, V)
      NDArray last = logits.get(":, -1").reshape(-1); // (V)
      return last.toType(DataType.FLOAT32, false).toFloatArray();
    }
  }
}

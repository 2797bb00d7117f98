package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.Optional;
import org.glassllm.model.KvCache;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;

/**
 * Feeds a growing text to a model and returns the logits of the next token.
 *
 * <p>With a cache, the first tokens are the <em>prefill</em>: one pass over all of them, or over
 * several chunks. Each later token is a <em>decode step</em>: a pass over this token only, which
 * attends to the cached keys and values. Without a cache, each call computes the last {@code
 * context} tokens anew.
 *
 * <p>Beyond the context, a cached token sees the newest {@code context} tokens; see {@link
 * KvCache}. Learned positions end with the context: each later token then costs a prefill of {@code
 * context} tokens, as without a cache.
 */
public final class Decoder implements AutoCloseable {
  private final LanguageModel model;
  private final NDManager manager;
  private final Optional<KvCache> cache;
  private final IntArrayList text = new IntArrayList();

  /**
   * @param model an initialized model
   * @param cached whether to use a cache if the model has one
   * @param parent a child of it owns all arrays
   */
  public Decoder(LanguageModel model, boolean cached, NDManager parent) {
    this.model = model;
    manager = parent.newSubManager();
    int layers = cached ? model.cachedLayers() : 0;
    cache =
        layers == 0 ? Optional.empty() : Optional.of(new KvCache(layers, model.context(), manager));
  }

  /**
   * Appends tokens to the text.
   *
   * @param ids at least one
   * @return the logits of the next token: V numbers
   */
  public float[] feed(int... ids) {
    text.addElements(text.size(), ids);
    if (cache.isEmpty()) {
      return logits(Optional.empty(), newest());
    }
    KvCache kept = cache.get();
    int context = model.context();
    if (kept.positions()[0] + ids.length <= context
        || ids.length == 1 && model.readsBeyondContext()) {
      return logits(cache, ids);
    }
    kept.clear();
    return logits(cache, newest());
  }

  private int[] newest() {
    int size = text.size();
    return Arrays.copyOfRange(text.elements(), Math.max(0, size - model.context()), size);
  }

  private float[] logits(Optional<KvCache> keys, int... ids) {
    try (NDManager step = manager.newSubManager()) {
      long[] wide = Arrays.stream(ids).asLongStream().toArray();
      NDArray input = step.create(wide, new Shape(1, wide.length)); // (1, T)
      Pass plain = Pass.inference(step, model.kernels());
      NDArray last = model.lastLogits(keys.map(plain::with).orElse(plain), input); // (1, V)
      return last.toType(DataType.FLOAT32, false).toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}

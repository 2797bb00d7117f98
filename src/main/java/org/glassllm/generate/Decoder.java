package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.model.KvCache;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;

/**
 * Feeds growing texts of equal length to a model and returns the logits of their next tokens. One
 * forward pass computes all texts as rows of a batch.
 *
 * <p>With a cache, the <em>prefill</em> computes the prompt in one pass, or in several chunks.
 * After the prefill, each new token needs one <em>decode step</em>. A decode step is a pass over
 * the new token only, which attends to the cached keys and values. Without a cache, each call
 * computes the last {@code context} tokens again.
 *
 * <p>In a text longer than the context, a new token attends to the newest {@code context} tokens;
 * see {@link KvCache}. This holds for RoPE and ALiBi, which depend on distances only. With other
 * positions, each token beyond the context costs a prefill of {@code context} tokens, as without a
 * cache.
 */
public final class Decoder implements AutoCloseable {
  private final LanguageModel model;
  private final NDManager manager;
  private final Optional<KvCache> cache;
  private List<IntArrayList> texts = List.of(new IntArrayList());

  /**
   * Creates a decoder with one empty text.
   *
   * @param model an initialized model
   * @param cached whether to use a cache if the model supports a cache
   * @param parent the parent of the manager that owns all arrays
   */
  public Decoder(LanguageModel model, boolean cached, NDManager parent) {
    this.model = model;
    manager = parent.newSubManager();
    int layers = cached ? model.cachedLayers() : 0;
    cache =
        layers == 0 ? Optional.empty() : Optional.of(new KvCache(layers, model.context(), manager));
  }

  /**
   * Appends tokens to the only text and returns the logits of the next token.
   *
   * @param ids ids of the tokens, at least one
   * @return V logits
   */
  public float[] feed(int... ids) {
    return feedRows(new int[][] {ids})[0];
  }

  /**
   * Appends tokens to each text and returns the logits of each text's next token.
   *
   * @param rows ids of the tokens of each text, at least one; the same number for all texts
   * @return logits {@code (B, V)}
   */
  public float[][] feedRows(int[]... rows) {
    return feed(model::lastLogits, rows);
  }

  /**
   * Appends tokens to the only text and returns the logits after each appended token. The tokens
   * must fit into the {@linkplain #room remaining context}.
   *
   * @return logits {@code (T, V)}
   */
  public float[][] feedEach(int... ids) {
    Check.within("tokens", ids.length, 1, room());
    return feed(model::logits, new int[][] {ids});
  }

  /** Returns the number of tokens that still fit into the context. */
  public int room() {
    return model.context() - texts.get(0).size();
  }

  private float[][] feed(BiFunction<Pass, NDArray, NDArray> forward, int[]... rows) {
    for (int r = 0; r < rows.length; r++) {
      texts.get(r).addElements(texts.get(r).size(), rows[r]);
    }
    if (cache.isEmpty()) {
      float[][] all = run(forward, Optional.empty(), newest());
      return Arrays.copyOfRange(
          all, Math.max(0, all.length - rows.length * rows[0].length), all.length);
    }
    KvCache kept = cache.get();
    int tokens = rows[0].length, position = kept.positions()[0];
    if (position + tokens <= model.context() || tokens == 1 && model.readsBeyondContext()) {
      return run(forward, cache, rows);
    }
    kept.clear();
    return run(forward, cache, newest());
  }

  private int[][] newest() {
    int size = texts.get(0).size(), first = Math.max(0, size - model.context());
    return texts.stream().map(text -> text.subList(first, size).toIntArray()).toArray(int[][]::new);
  }

  private float[][] run(
      BiFunction<Pass, NDArray, NDArray> forward, Optional<KvCache> keys, int[]... rows) {
    try (NDManager step = manager.newSubManager()) {
      long[] ids = Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
      NDArray input = step.create(ids, new Shape(rows.length, rows[0].length)); // (B, T)
      Pass plain = Pass.inference(step, model.kernels());
      NDArray logits = forward.apply(keys.map(plain::with).orElse(plain), input);
      float[] flat = logits.toType(DataType.FLOAT32, false).toFloatArray();
      int v = model.vocabSize();
      return IntStream.range(0, flat.length / v)
          .mapToObj(i -> Arrays.copyOfRange(flat, i * v, (i + 1) * v))
          .toArray(float[][]::new);
    }
  }

  /** Removes the newest tokens of each text; the text must not be longer than the context. */
  public void drop(int tokens) {
    texts.forEach(text -> text.size(text.size() - tokens));
    cache.ifPresent(kept -> kept.drop(tokens));
  }

  /** Replaces the texts by copies of the texts in selected rows. */
  public void select(int... rows) {
    texts = Arrays.stream(rows).mapToObj(r -> new IntArrayList(texts.get(r))).toList();
    cache.ifPresent(kept -> kept.select(rows));
  }

  @Override
  public void close() {
    manager.close();
  }
}

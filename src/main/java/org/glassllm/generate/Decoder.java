package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.glassllm.base.Check;
import org.glassllm.model.KvCache;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;

/**
 * Feeds growing texts to a model and returns the logits of their next tokens. One forward pass
 * computes all texts; the texts may differ in length.
 *
 * <p>With a cache, the <em>prefill</em> computes the prompt in one pass, or in several chunks.
 * After the prefill, each new token needs one <em>decode step</em>. A decode step is a pass over
 * the new token only, which attends to the cached keys and values. Without a cache, each call
 * computes the last {@code context} tokens again.
 *
 * <p>In a text longer than the context, a new token attends to the newest {@code context} tokens;
 * see {@link KvCache}. This holds for RoPE and ALiBi, which depend on distances only. With other
 * positions, each token beyond the context costs a prefill of {@code context} tokens, as without a
 * cache. If several tokens at once exceed the context, the newest {@code context} tokens are also
 * computed again, attention sinks included.
 */
public final class Decoder implements AutoCloseable {
  private final LanguageModel model;
  private final NDManager manager;
  private final int window;
  private final int sinks;
  private final Optional<KvCache> cache;
  private List<IntArrayList> texts = List.of(new IntArrayList());

  /**
   * Creates a decoder with one empty text and a cache in float32.
   *
   * @param model an initialized model
   * @param cached whether to use a cache if the model supports a cache
   * @param parent the parent of the manager that owns all arrays
   */
  public Decoder(LanguageModel model, boolean cached, NDManager parent) {
    this(
        model,
        cached ? Optional.of(KvCache.Settings.of(model.context())) : Optional.empty(),
        parent);
  }

  /**
   * Creates a decoder with one empty text.
   *
   * @param settings settings of the cache, which a model without a cache ignores; empty for no
   *     cache
   */
  public Decoder(LanguageModel model, Optional<KvCache.Settings> settings, NDManager parent) {
    this.model = model;
    manager = parent.newSubManager();
    window = settings.map(KvCache.Settings::window).orElse(model.context());
    sinks = settings.map(KvCache.Settings::sinks).orElse(0);
    cache = settings.filter(s -> model.cachedLayers() > 0).map(s -> new KvCache(model, s, manager));
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
   * @param rows ids of the tokens of each text, at least one per text
   * @return logits {@code (B, V)}
   */
  public float[][] feedRows(int[]... rows) {
    return feed(false, rows);
  }

  /**
   * Appends tokens to the only text and returns the logits after each appended token. The tokens
   * must fit into the {@linkplain #room remaining context}.
   *
   * @return logits {@code (T, V)}
   */
  public float[][] feedEach(int... ids) {
    Check.within("tokens", ids.length, 1, room());
    return feed(true, new int[][] {ids});
  }

  /** Returns the number of tokens that still fit into the context. */
  public int room() {
    return window - texts.stream().mapToInt(IntArrayList::size).max().orElseThrow();
  }

  private float[][] feed(boolean each, int[]... rows) {
    for (int r = 0; r < rows.length; r++) {
      texts.get(r).addElements(texts.get(r).size(), rows[r]);
    }
    if (cache.isEmpty()) {
      return uncached(each, rows);
    }
    int[][] fresh = rows.clone();
    for (int r = 0; r < rows.length; r++) {
      int tokens = rows[r].length, end = cache.get().position(r) + tokens;
      if (end > window && !(tokens == 1 && model.readsBeyondContext())) {
        cache.get().clear(r);
        fresh[r] = newest(r);
      }
    }
    try (NDManager step = manager.newSubManager()) {
      KvCache kept = cache.get();
      return values(model.logits(step, kept.slots(), kept.append(fresh), each));
    }
  }

  /** Computes the newest tokens of each text; returns the last logits, or those of new tokens. */
  private float[][] uncached(boolean each, int[]... rows) {
    float[][] all = new float[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      try (NDManager step = manager.newSubManager()) {
        long[] ids = Arrays.stream(newest(r)).asLongStream().toArray();
        NDArray input = step.create(ids, new Shape(1, ids.length)); // (1, T)
        Pass pass = Pass.inference(step, model.kernels());
        if (each) {
          float[][] logits = values(model.logits(pass, input).squeeze(0));
          return Arrays.copyOfRange(logits, logits.length - rows[r].length, logits.length);
        }
        all[r] = values(model.lastLogits(pass, input))[0];
      }
    }
    return all;
  }

  private int[] newest(int row) {
    IntArrayList text = texts.get(row);
    int first = Math.max(0, text.size() - window), kept = first == 0 ? 0 : sinks;
    IntArrayList newest = new IntArrayList(text.subList(0, kept));
    newest.addAll(text.subList(first + kept, text.size()));
    return newest.toIntArray();
  }

  /** Returns the rows of logits {@code (N, V)}. */
  private static float[][] values(NDArray logits) {
    int n = (int) logits.getShape().get(0), v = (int) logits.getShape().get(1);
    float[] flat = logits.toType(DataType.FLOAT32, false).toFloatArray();
    float[][] rows = new float[n][];
    for (int r = 0; r < n; r++) {
      rows[r] = n == 1 ? flat : Arrays.copyOfRange(flat, r * v, (r + 1) * v);
    }
    return rows;
  }

  /** Removes the newest tokens of each text; no text may be longer than the context. */
  public void drop(int tokens) {
    texts.forEach(text -> text.size(text.size() - tokens));
    cache.ifPresent(kept -> kept.drop(tokens));
  }

  /** Replaces the texts by copies of the texts in selected rows. */
  public void select(int... rows) {
    texts = Arrays.stream(rows).mapToObj(r -> new IntArrayList(texts.get(r))).toList();
    cache.ifPresent(kept -> kept.select(rows));
  }

  /** Returns the bytes of the cache; 0 without a cache and before the first tokens. */
  public long cacheBytes() {
    return cache.map(kept -> kept.slots().bytes()).orElse(0L);
  }

  @Override
  public void close() {
    cache.ifPresent(KvCache::close);
    manager.close();
  }
}

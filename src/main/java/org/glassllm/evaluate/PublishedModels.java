package org.glassllm.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.model.GptConfig;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.model.SwiGlu;

/** The configurations of well-known models, for {@link ModelCosts}. */
public final class PublishedModels {
  private static final Map<String, GptConfig> ALL = new LinkedHashMap<>();

  static {
    ALL.put("gpt2", GptConfig.builder().build());
    ALL.put("llama-2-7b", llama(4096, 32, 4096, 32, 32, 11_008)); // Touvron et al. 2023
    ALL.put("llama-2-70b", llama(4096, 80, 8192, 64, 8, 28_672));
    ALL.put("mistral-7b", llama(8192, 32, 4096, 32, 8, 14_336)); // Jiang et al. 2023, table 1
  }

  private PublishedModels() {}

  /** Returns the names. */
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /**
   * Returns the configuration of a name.
   *
   * <p>Mistral's sliding window of 4096 tokens is no part of it: its cache needs at most the
   * {@linkplain ModelCosts#kvCacheBytes(int, int, int) bytes of 4096 tokens}.
   */
  public static GptConfig named(String name) {
    return ALL.get(Check.oneOf("model", name, ALL.keySet()));
  }

  private static GptConfig llama(
      int context, int layers, int dim, int heads, int kvHeads, int hidden) {
    return GptConfig.builder()
        .vocabSize(32_000)
        .context(context)
        .layers(layers)
        .heads(heads)
        .kvHeads(kvHeads)
        .dim(dim)
        .positions(new Rope())
        .norm(new RmsNorm())
        .feedForward(new SwiGlu(hidden))
        .bias(false)
        .tiedHead(false)
        .build();
  }
}
